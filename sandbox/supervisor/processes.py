"""Which processes of the machine belong to a sandbox.

Whatever the supervisor starts inherits one environment variable that names the sandbox's folder, so that also what
was orphaned (a killed supervisor, containerd's shims) is found and nothing else ever is.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import psutil

MARK = "PYAIRTABLE_SANDBOX_HOME"


def of_sandbox(folder: Path) -> list[psutil.Process]:
    """Every process that was started by the sandbox in `folder`, but this one and its parents."""
    return [process for process, home in marked() if home == str(folder)]


def marked() -> list[tuple[psutil.Process, str]]:
    """Every process of any sandbox on this machine, with that sandbox's folder."""
    found: list[tuple[psutil.Process, str]] = []
    callers = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    for process in psutil.process_iter():
        if process.pid in callers:
            continue
        try:
            home = process.environ().get(MARK)
        except (psutil.Error, OSError):
            continue
        if home:
            found.append((process, home))
    return found


def end(processes: Iterable[psutil.Process], grace: float) -> None:
    """Asks processes to end, and kills those that have not after `grace` seconds."""
    asked: list[psutil.Process] = []
    for process in processes:
        try:
            process.terminate()
            asked.append(process)
        except psutil.NoSuchProcess:
            continue
    _, left = psutil.wait_procs(asked, timeout=grace)
    kill(left)


def kill(processes: Iterable[psutil.Process]) -> None:
    """Kills processes and waits until they are gone."""
    killed: list[psutil.Process] = []
    for process in processes:
        try:
            process.kill()
            killed.append(process)
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(killed, timeout=10)
