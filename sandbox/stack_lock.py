"""Pulumi's lock on a stack, when the run that took it was killed."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psutil

from sandbox import paths
from sandbox.console import console
from sandbox.errors import SandboxError

LOCKS = paths.STATE / ".pulumi" / "locks" / "organization" / "pyairtable"


def release(stack: str, environment: Mapping[str, str]) -> None:
    """Removes the lock that a killed run left; one that is held by a living process is left alone.

    Args:
        stack: the stack's name.
        environment: with Pulumi's programs on PATH.

    Raises:
        SandboxError: another run is under way.
    """
    locks = sorted((LOCKS / stack).glob("*.json"))
    for lock in locks:
        pid = _holder(lock)
        if pid is not None:
            raise SandboxError(
                f"the stack '{stack}' is being changed by process {pid}",
                "wait until it has ended, or end it, and run the command again",
            )
    if locks:
        console.print(f"the last run on the stack '{stack}' was interrupted; going on from there")
        command = ["pulumi", "cancel", stack, "--yes", "--non-interactive"]
        done = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SandboxError(f"the lock of an interrupted run cannot be removed: {done.stderr.strip()}")


def _holder(lock: Path) -> int | None:
    """The living process that took a lock; None when it is gone, or the file is only half written."""
    try:
        process = psutil.Process(int(json.loads(lock.read_text())["pid"]))
        # A process that began after the lock was taken only has the same number.
        alive = process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= lock.stat().st_mtime
    except (OSError, ValueError, KeyError, TypeError, psutil.NoSuchProcess):
        return None
    return process.pid if alive else None
