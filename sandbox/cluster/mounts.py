"""Mounts below the sandbox's folder: containers' root file systems, volumes, network namespaces."""

import os
from pathlib import Path

from sandbox.cluster.commands import run


def below(folder: Path) -> list[Path]:
    """Every mount point under `folder`, innermost first (a place that is mounted twice is named twice)."""
    table = Path("/proc/self/mounts").read_text().splitlines()
    points = [Path(_plain(line.split()[1])) for line in table]
    return [point for point in reversed(points) if folder in point.parents]


def release(folder: Path) -> None:
    """Unmounts everything under `folder`; what is busy is detached now and freed when its last user ends."""
    for point in below(folder):
        if run("umount", point, check=False).returncode != 0:
            run("umount", "--lazy", point, check=False)


def _plain(point: str) -> str:
    """Undoes the kernel's octal escapes (a space is \\040)."""
    return os.fsdecode(point.encode("latin-1", "surrogateescape").decode("unicode_escape").encode("latin-1"))
