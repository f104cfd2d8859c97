"""What we compute for go.sum is what Go itself says of the module, fetched from a git repository by its tag."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from rendering import go_sum

MODULE = "github.com/Some-Organisation/some-library"
VERSION = "v0.1.0"
FILES = {
    "go.mod": f"module {MODULE}\n\ngo 1.26.0\n".encode(),
    "library.go": b"// Package library is an example.\npackage library\n",
    "inner/inner.go": b"package inner\n",
    "inner/data/empty": b"",
    "inner/data/bytes": bytes(range(256)),
    "Z.md": b"Capitals sort before lower case.\n",
    "a b.md": "A space, and é.\n".encode(),
    ".hidden/file": b"hidden\n",
    "LICENSE": b"None.\n",
}


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("go") is None, reason="needs go")
def test_the_computed_lines_are_those_that_go_writes(tmp_path: Path) -> None:
    released = tmp_path / "repositories" / "some-library"
    for path, content in FILES.items():
        (released / path).parent.mkdir(parents=True, exist_ok=True)
        (released / path).write_bytes(content)
    _git(released, "init", "-q")
    _git(released, "add", "-A")
    _git(released, "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-qm", "Release")
    _git(released, "tag", VERSION)

    environment = {
        **os.environ,
        "GOPRIVATE": "github.com/Some-Organisation",
        "GOMODCACHE": str(tmp_path / "modules"),
        "GOFLAGS": "-modcacherw",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{(tmp_path / 'repositories').as_uri()}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/Some-Organisation/",
    }
    done = subprocess.run(
        ["go", "mod", "download", "-json", f"{MODULE}@{VERSION}"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert go_sum.lines(MODULE, VERSION, FILES) == (
        f"{MODULE} {VERSION} {said['Sum']}",
        f"{MODULE} {VERSION}/go.mod {said['GoModSum']}",
    )
