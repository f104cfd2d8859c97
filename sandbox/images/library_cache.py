"""The builder's cache outlives the sandbox's GitHub, and with it what builds have fetched of the shared libraries.

On github.com a release never changes. Here a new sandbox releases the library's template as it is now, perhaps under
the version that an earlier sandbox gave to an earlier state: Go would refuse it, pip would install the old one.
"""

import hashlib
import json
import subprocess

from catalog import Catalog
from catalog.model import Repository
from rendering import render
from rendering.answers import LIBRARY_VERSION
from rendering.repositories import source
from sandbox import paths, toolchain
from sandbox.console import step
from sandbox.errors import SandboxError
from sandbox.images.buildkit import SOCKET

# What each version held when builds last fetched it.
FETCHED = paths.CACHE / "fetched-libraries.json"


def forget_changed(catalog: Catalog) -> None:
    """Empties the builder's cache when a library has another content than builds have fetched under its version.

    Raises:
        SandboxError: BuildKit refuses.
    """
    present = {
        f"{entry.name}@{LIBRARY_VERSION}": _content(entry, catalog)
        for entry in catalog.repositories
        if entry.kind == "library"
    }
    known: dict[str, str] = json.loads(FETCHED.read_text()) if FETCHED.exists() else {}
    # Without a record nobody knows what the cache holds; then it is as good as changed.
    if any(known.get(release) != content for release, content in present.items()):
        with step("emptying the builder's cache, since a library has changed"):
            _prune()
        FETCHED.write_text(json.dumps(known | present, indent=2, sort_keys=True) + "\n")


def _content(entry: Repository, catalog: Catalog) -> str:
    digest = hashlib.sha256()
    for path, file in sorted(render(source(entry, catalog)).items()):
        digest.update(f"{path}\0{len(file.content)}\0".encode() + file.content)
    return digest.hexdigest()


def _prune() -> None:
    command = [str(toolchain.ensure(["buildctl"]).path("buildctl")), "--addr", f"unix://{SOCKET}", "prune"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SandboxError(f"BuildKit cannot empty its cache: {done.stderr.strip()}", "see .sandbox/logs/buildkitd.log")
