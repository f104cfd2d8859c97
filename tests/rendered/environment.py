"""What the commands of a repository find: its own tools, git's way to its neighbours, and nothing of this run's."""

import os
import shutil
import sys
from pathlib import Path

from sandbox.toolchain import golang
from tests.rendered import places

ORGANISATION = "github.com/Reg-Kris"
# What a surrounding `make`, virtual environment or sandbox put there would change what the commands do.
_NOT_THEIRS = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "VIRTUAL_ENV", "PYTHONPATH", "GOFLAGS", "CI")


def variables() -> dict[str, str]:
    """The environment of every command."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_THEIRS}
    return kept | _git() | _go() | {"PATH": _search()}


def _search() -> str:
    """Our own programs come last: schemathesis and kubernetes-validate are ours, ruff and mypy are a repository's."""
    go = str(golang.find().path.parent)
    return os.pathsep.join([go, os.environ["PATH"], str(Path(sys.executable).parent)])


def _git() -> dict[str, str]:
    """Only this configuration: the organisation's repositories are the folders beside."""
    return {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{places.REPOSITORIES.as_uri()}/.insteadOf",
        "GIT_CONFIG_VALUE_0": f"https://{ORGANISATION}/",
    }


def _go() -> dict[str, str]:
    # Without -modcacherw a folder of modules cannot be removed.
    return {
        "GOPRIVATE": f"{ORGANISATION}/*",
        "GOMODCACHE": str(places.GO_MODULES),
        "GOFLAGS": "-modcacherw",
        "GOTOOLCHAIN": "local",
        # Go remembers which files a module has, and ours changes without another version.
        "GODEBUG": "goindex=0",
    }


def forget_our_go_modules() -> None:
    """Go never fetches a version twice, but ours is another one after each change of the library."""
    escaped = ORGANISATION.replace("R", "!r").replace("K", "!k")
    cache = places.GO_MODULES / "cache"
    # The last one holds what git fetched, tags among it; all other modules come from a proxy.
    for folder in (places.GO_MODULES / escaped, cache / "download" / escaped, cache / "vcs"):
        shutil.rmtree(folder, ignore_errors=True)
