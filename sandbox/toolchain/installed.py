"""Decides whether a `pulumi` that is already on PATH will do."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from sandbox import paths
from sandbox.toolchain.catalog import PULUMI_VERSION

Version = tuple[int, int, int]


def parse(text: str) -> Version | None:
    """The version in what `pulumi version` prints, `v3.259.0` or with something after it."""
    match = re.match(r"v?(\d+)\.(\d+)\.(\d+)", text.strip())
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def fits(version: Version | None) -> bool:
    """Same major version as the SDK's, and not older than it."""
    needed = parse(PULUMI_VERSION)
    return version is not None and needed is not None and version[0] == needed[0] and version >= needed


@cache
def installed_pulumi() -> Path | None:
    """A fitting `pulumi` with its Python language host on PATH; the toolchain's own does not count."""
    own = paths.TOOLCHAIN.resolve()
    entries = os.environ.get("PATH", "").split(os.pathsep)
    search = os.pathsep.join(entry for entry in entries if not Path(entry).resolve().is_relative_to(own))
    command = shutil.which("pulumi", path=search)
    if command is None or not shutil.which("pulumi-language-python", path=search):
        return None
    try:
        answer = subprocess.run([command, "version"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(command) if fits(parse(answer.stdout)) else None
