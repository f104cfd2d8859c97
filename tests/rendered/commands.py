"""Runs one command of a repository; what it said is kept in a file, and its end is the failure's message."""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.rendered import environment, places

LINES_SHOWN = 40
# Nothing takes nearly as long; what hangs must not hang the whole run.
SECONDS = 15 * 60


class CommandError(Exception):
    """A command failed; the text says which, where, and how its output ended."""


def run(name: str, command: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> None:
    """Runs it to its end, with everything that it started.

    Args:
        name: for the log and the message.
        command: program and arguments.
        folder: where.
        more: environment variables beside those of all commands.

    Raises:
        CommandError: it ended with an error, or takes too long.
    """
    places.LOGS.mkdir(parents=True, exist_ok=True)
    log = places.LOGS / f"{name}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**environment.variables(), **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            code = f"no end after {SECONDS} s"
        finally:
            _end(process)
    if code != 0:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-LINES_SHOWN:])
        raise CommandError(f"{name}: `{' '.join(command)}` in {folder}: {code}\n{last}\nall of it: {log}")


def failure(action: Callable[[], None]) -> str:
    """What a failing command of an action says; nothing when none fails."""
    try:
        action()
    except CommandError as error:
        return str(error)
    return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Also what it left running, such as the server of a test that gave up."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
