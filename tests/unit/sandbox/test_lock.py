"""One command at a time changes the machine."""

import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import paths
from sandbox.errors import SandboxError
from sandbox.lock import exclusive


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path)


def test_a_second_command_is_refused_and_told_who_is_at_work() -> None:
    with exclusive("make up"), pytest.raises(SandboxError, match=r"`make up` \(pid \d+.* is at work"):  # noqa: SIM117
        with exclusive("make down"):
            pass


def test_the_lock_is_free_after_a_kill(tmp_path: Path) -> None:
    program = (
        "import os, signal; from pathlib import Path; from sandbox import paths; from sandbox.lock import exclusive\n"
        f"paths.CACHE = Path({str(tmp_path)!r})\n"
        "with exclusive('make up'): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program], check=False, cwd=paths.PROJECT)
    with exclusive("make down"):
        pass
