"""The control group under which all pods run; through it every process of a pod is found, whatever it calls itself."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from sandbox.supervisor import processes

GROUP = "pyairtable"
REMOVE_SECONDS = 5


def hierarchies() -> list[Path]:
    """Where control groups are mounted: one place with version 2, one for each controller with version 1."""
    mounts = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
    return [Path(fields[1]) for fields in mounts if fields[2] in ("cgroup", "cgroup2")]


def create() -> None:
    """Makes our group; the kubelet wants it to be there."""
    for hierarchy in hierarchies():
        (hierarchy / GROUP).mkdir(exist_ok=True)


def members() -> list[psutil.Process]:
    """Every process in our group or below."""
    found: set[int] = set()
    for folder in _folders():
        try:
            found |= {int(line) for line in (folder / "cgroup.procs").read_text().split()}
        except OSError:
            continue  # gone meanwhile
    return [psutil.Process(pid) for pid in found if psutil.pid_exists(pid)]


def remove() -> bool:
    """Kills what is left in the group and removes it.

    Returns:
        Whether nothing of it remains.
    """
    deadline = time.monotonic() + REMOVE_SECONDS
    while time.monotonic() < deadline:
        processes.kill(members())
        left = list(_folders())
        for folder in sorted(left, key=lambda path: len(path.parts), reverse=True):
            try:
                folder.rmdir()
            except OSError:
                continue  # still busy: a process is on its way out
        if not list(_folders()):
            return True
        time.sleep(0.1)
    return False


def _folders() -> Iterator[Path]:
    for hierarchy in hierarchies():
        top = hierarchy / GROUP
        if top.is_dir():
            yield top
            yield from (path for path in top.rglob("*") if path.is_dir())
