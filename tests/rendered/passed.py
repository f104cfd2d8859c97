"""What passed is not run again: a mark in the cache under a hash of everything that went into a check."""

import hashlib
import json
import os
import platform
import subprocess
import time
from functools import cache
from pathlib import Path

from sandbox import paths
from sandbox.toolchain import golang, store
from sandbox.toolchain.catalog import BY_NAME
from tests.rendered import places

ALL = os.environ.get("RENDERED_CHECKS") == "all"
HARNESS = Path(__file__).parent


def key(repository: str, digest: str, check: str, server: str = "") -> str:
    """Names a check of a repository in one state, with one state of the tools and of these tests.

    Args:
        repository: its name.
        digest: of its content.
        check: the target.
        server: version of the database server, where one is needed.
    """
    return hashlib.sha256("\0".join((repository, digest, check, server, tools())).encode()).hexdigest()[:32]


@cache
def tools() -> str:
    """Everything that is the same for all repositories."""
    go = golang.find().version
    compiler = subprocess.run(["gcc", "-dumpfullversion"], capture_output=True, text=True, check=False).stdout
    parts = [go, compiler, platform.python_version(), store.key(BY_NAME["actionlint"], go)]
    files = [paths.PROJECT / "requirements" / "lock.txt", *sorted(HARNESS.glob("*.py"))]
    return "\0".join(parts + [file.read_text() for file in files])


def before(key: str) -> str:
    """When it passed, or nothing when it has to run."""
    mark = places.PASSED / key
    return "" if ALL or not mark.exists() else str(json.loads(mark.read_text())["when"])


def remember(key: str, check: str, seconds: float) -> None:
    """Keeps that it passed, in one rename."""
    places.PASSED.mkdir(parents=True, exist_ok=True)
    partial = places.PASSED / f"{key}.{os.getpid()}.partial"
    when = time.strftime("%Y-%m-%d %H:%M")
    partial.write_text(json.dumps({"check": check, "when": when, "seconds": round(seconds, 1)}) + "\n")
    partial.rename(places.PASSED / key)
