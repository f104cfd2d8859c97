"""The machine itself: system, rights, kernel."""

import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from sandbox import paths
from sandbox.cluster import cgroups
from sandbox.cluster.commands import SEARCH, run
from sandbox.preflight.problem import Problem

OLDEST_PYTHON = (3, 11)
CONTROLLERS = frozenset({"cpu", "cpuset", "memory", "pids"})
# sockaddr_un of Linux holds 108 bytes with the closing zero (man 7 unix); the kubelet's is our longest socket.
SOCKET_LIMIT = 107
LONGEST_SOCKET = "data/kubelet/pod-resources/kubelet.sock"
ELSEWHERE = "elsewhere, point the stack at a cluster, registry and GitHub of your own (see README)"


def problems() -> list[Problem]:
    """What no package could mend."""
    found: list[Problem] = []
    if platform.system() != "Linux":
        found.append(Problem(f"this is {platform.system()}; the sandbox needs Linux", ELSEWHERE))
    elif os.geteuid() != 0:
        found.append(Problem("this user is not root", "the node needs root: run it again with sudo"))
    if sys.version_info < OLDEST_PYTHON:
        found.append(Problem(f"Python {platform.python_version()} is too old", "use Python 3.11 or newer"))
    too_long = len(os.fsencode(paths.SANDBOX / LONGEST_SOCKET)) - SOCKET_LIMIT
    if too_long > 0:
        found.append(
            Problem(
                f"the path {paths.PROJECT} is {too_long} bytes too long for unix sockets",
                "move the clone to a shorter path",
            )
        )
    return found


def kernel_problems() -> list[Problem]:
    """Kernel features that the node needs."""
    found: list[Problem] = []
    if missing := CONTROLLERS - _controllers():
        found.append(
            Problem(
                f"control groups without {', '.join(sorted(missing))}",
                "mount the cgroup file systems (on most machines systemd does)",
            )
        )
    if not Path("/proc/sys/net/bridge/bridge-nf-call-iptables").exists():
        found.append(Problem("the kernel does not show bridged packets to iptables", "load the module br_netfilter"))
    if shutil.which("iptables", path=SEARCH):
        tried = run("iptables", "-w", "-t", "mangle", "-S", "PREROUTING", check=False)
        if tried.returncode != 0:
            found.append(Problem(f"iptables does not work: {tried.stderr.strip()}", "use a kernel with netfilter"))
    if problem := _overlay_problem():
        found.append(problem)
    return found


def _controllers() -> set[str]:
    available: set[str] = set()
    for hierarchy in cgroups.hierarchies():
        unified = hierarchy / "cgroup.controllers"
        available |= set(unified.read_text().split() if unified.exists() else hierarchy.name.split(","))
    return available


def _overlay_problem() -> Problem | None:
    """Tries a real overlay mount where containerd will make its own: nothing else tells for sure."""
    base = next(folder for folder in (paths.SANDBOX, paths.PROJECT) if folder.exists())
    with tempfile.TemporaryDirectory(dir=base, prefix=".overlay-") as folder:
        top = Path(folder)
        for name in ("lower", "upper", "work", "merged"):
            (top / name).mkdir()
        options = f"lowerdir={top / 'lower'},upperdir={top / 'upper'},workdir={top / 'work'}"
        tried = run("mount", "-t", "overlay", "overlay", "-o", options, top / "merged", check=False)
        if tried.returncode == 0:
            run("umount", top / "merged")
            return None
    return Problem(
        f"overlayfs does not work on {base}: {tried.stderr.strip()}",
        "keep the clone on ext4 or xfs, and load the module overlay",
    )
