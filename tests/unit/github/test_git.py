"""What build tools ask of git over http: one tag, shallow; a private repository; a pull request's commits."""

import base64
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.stand_in import ADMIN, DEMO, OWNER, Api

MODULE = f"github.com/{OWNER}/demo"
LIBRARY = {"go.mod": f"module {MODULE}\n\ngo 1.21\n", "demo.go": "package demo\n\nconst Answer = 42\n"}


def rewritten(live: str) -> dict[str, str]:
    """Git's configuration in the environment, as a developer's terminal and an image build have it."""
    header = base64.b64encode(f"x-access-token:{ADMIN}".encode()).decode()
    settings = {
        f"url.{live}/{OWNER}/.insteadOf": f"https://github.com/{OWNER}/",
        f"http.{live}/.extraHeader": f"Authorization: Basic {header}",
        f"http.{live}/.proxy": "",
    }
    numbered = enumerate(settings.items())
    pairs = {
        f"GIT_CONFIG_{part}_{n}": text
        for n, pair in numbered
        for part, text in zip(("KEY", "VALUE"), pair, strict=True)
    }
    return {"GIT_CONFIG_COUNT": str(len(settings)), **pairs}


def run(*command: str, folder: Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    own = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": str(folder),
    }
    variables = {"PATH": os.environ["PATH"], **own, **(environment or {})}
    return subprocess.run(command, cwd=folder, env=variables, text=True, capture_output=True, check=False)


def git(*arguments: str, folder: Path, environment: dict[str, str] | None = None) -> str:
    done = run("git", *arguments, folder=folder, environment=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def released(api: Api) -> str:
    """A private library whose release is older than its branch; the sha of the release."""
    api.create(visibility="private", private=True)
    sha = api.commit(LIBRARY)
    api("POST", f"{DEMO}/git/refs", {"ref": "refs/tags/v0.1.0", "sha": sha}, 201)
    api.commit({"later.go": "package demo\n"})
    return sha


def test_one_tag_is_fetched_without_its_history(live: str, released: str, tmp_path: Path) -> None:
    git("init", "--quiet", folder=tmp_path)
    address = f"https://github.com/{OWNER}/demo"
    git("fetch", "--quiet", "--depth=1", address, "refs/tags/v0.1.0", folder=tmp_path, environment=rewritten(live))
    assert git("rev-list", "FETCH_HEAD", folder=tmp_path) == released
    assert "later.go" not in git("ls-tree", "--name-only", "FETCH_HEAD", folder=tmp_path)


def test_a_shallow_clone_becomes_whole(live: str, released: str, tmp_path: Path) -> None:
    environment = rewritten(live)
    address = f"https://github.com/{OWNER}/demo"
    git("clone", "--quiet", "--depth=1", address, "here", folder=tmp_path, environment=environment)
    assert git("rev-list", "--count", "HEAD", folder=tmp_path / "here") == "1"
    git("fetch", "--quiet", "--unshallow", folder=tmp_path / "here", environment=environment)
    assert git("rev-list", "--count", "HEAD", folder=tmp_path / "here") == "3"


def test_a_partial_clone_as_pip_makes_it_is_served(live: str, released: str, tmp_path: Path) -> None:
    address = f"https://github.com/{OWNER}/demo"
    command = ("clone", "--quiet", "--filter=blob:none", "--branch=v0.1.0", address, "here")
    git(*command, folder=tmp_path, environment=rewritten(live))
    assert git("rev-parse", "HEAD", folder=tmp_path / "here") == released


def test_a_private_repository_is_missing_without_a_token(live: str, released: str, tmp_path: Path) -> None:
    assert run("git", "clone", f"{live}/{OWNER}/demo", folder=tmp_path).returncode != 0


def test_a_refused_clone_does_not_print_the_token(live: str, tmp_path: Path) -> None:
    done = run("git", "clone", f"https://github.com/{OWNER}/absent", folder=tmp_path, environment=rewritten(live))
    assert done.returncode != 0
    assert ADMIN not in done.stderr


@pytest.mark.skipif(shutil.which("go") is None, reason="Go is not installed")
def test_go_downloads_a_private_module_by_its_tag(live: str, released: str, tmp_path: Path) -> None:
    environment = {
        **rewritten(live),
        "GOPRIVATE": f"github.com/{OWNER}",
        "GOMODCACHE": str(tmp_path / "modules"),
        "GOCACHE": str(tmp_path / "cache"),
        "GOFLAGS": "-modcacherw",
        "GOTOOLCHAIN": "local",
    }
    done = run("go", "mod", "download", "-json", f"{MODULE}@v0.1.0", folder=tmp_path, environment=environment)
    assert done.returncode == 0, done.stderr + done.stdout
    assert released in done.stdout


def test_a_request_is_fetched_by_its_number(live: str, api: Api, released: str, tmp_path: Path) -> None:
    api.branch("feature")
    proposed = api.commit({"more.go": "package demo\n"}, "feature")
    number = api("POST", f"{DEMO}/pulls", {"title": "More", "head": "feature", "base": "main"}, 201)["number"]
    git("init", "--quiet", folder=tmp_path)
    address = f"https://github.com/{OWNER}/demo"
    git("fetch", "--quiet", address, f"refs/pull/{number}/head", folder=tmp_path, environment=rewritten(live))
    assert git("rev-parse", "FETCH_HEAD", folder=tmp_path) == proposed


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("HEAD~1:refs/heads/main",), "non-fast-forward"),
        (("--force", "HEAD~1:refs/pull/7/head"), "deny updating a hidden ref"),
    ],
)
def test_a_push_that_would_lose_or_forge_something_is_refused(
    live: str, released: str, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    environment = rewritten(live)
    git("clone", "--quiet", f"https://github.com/{OWNER}/demo", "here", folder=tmp_path, environment=environment)
    done = run("git", "push", "origin", *arguments, folder=tmp_path / "here", environment=environment)
    assert done.returncode != 0
    assert why in done.stderr


def test_a_release_that_a_ruleset_protects_is_neither_moved_nor_deleted(
    live: str, api: Api, released: str, tmp_path: Path
) -> None:
    ruleset = {
        "name": "releases",
        "target": "tag",
        "enforcement": "active",
        "conditions": {"ref_name": {"include": ["refs/tags/v*"], "exclude": []}},
        "rules": [{"type": "update"}, {"type": "deletion"}, {"type": "non_fast_forward"}],
    }
    api("POST", f"{DEMO}/rulesets", ruleset, 201)
    environment = rewritten(live)
    git("clone", "--quiet", f"https://github.com/{OWNER}/demo", "here", folder=tmp_path, environment=environment)
    for refspec in ("+HEAD:refs/tags/v0.1.0", ":refs/tags/v0.1.0"):
        done = run("git", "push", "origin", refspec, folder=tmp_path / "here", environment=environment)
        assert done.returncode != 0, refspec
    api("DELETE", f"{DEMO}/git/refs/tags/v0.1.0", status=422)
    head = api("GET", f"{DEMO}/git/ref/heads/main")["object"]["sha"]
    api("PATCH", f"{DEMO}/git/refs/tags/v0.1.0", {"sha": head, "force": True}, 422)
    api("POST", f"{DEMO}/git/refs", {"ref": "refs/tags/v0.2.0", "sha": head}, 201)
    assert api("GET", f"{DEMO}/git/ref/tags/v0.1.0")["object"]["sha"] == released
