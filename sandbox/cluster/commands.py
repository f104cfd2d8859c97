"""Runs the machine's own programs (ip, iptables, mount, ctr)."""

import os
import subprocess
from pathlib import Path

from sandbox.errors import SandboxError

# Administration programs are often missing from an ordinary PATH.
SEARCH = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"


def run(*command: str | Path, check: bool = True, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a program and returns its output.

    Args:
        command: program and arguments.
        check: whether a failure is an error.
        given: text for its standard input.

    Raises:
        SandboxError: it is missing, or failed while `check` is on.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            capture_output=True,
            text=True,
            input=given,
            check=False,
            env=os.environ | {"PATH": SEARCH, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise SandboxError(f"{words[0]} is not installed", "run `make up`, which installs it") from None
    if check and done.returncode != 0:
        reason = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
        raise SandboxError(f"`{' '.join(words)}` failed: {reason}")
    return done
