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
        if pid is not None and psutil.pid_exists(pid):
            raise SandboxError(
                f"the stack '{stack}' is being changed by process {pid}",
                "wait until it has ended, or end it, and run the command again",
            )
    if locks:
        console.print(f"the last run on the stack '{stack}' was interrupted; going on from there")
        subprocess.run(
            ["pulumi", "cancel", stack, "--yes", "--non-interactive"],
            env=dict(environment),
            capture_output=True,
            check=True,
        )


def _holder(lock: Path) -> int | None:
    """Process id in a lock file; None for one that was only half written."""
    try:
        return int(json.loads(lock.read_text())["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
