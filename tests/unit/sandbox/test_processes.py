"""Finding and ending what belongs to a sandbox, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest

from sandbox.cluster import mounts
from sandbox.supervisor import processes

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]


def spawn(command: list[str], home: Path | None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, **({processes.MARK: str(home)} if home else {})}
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    return child


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with spawn(STUBBORN, tmp_path) as child:
        yield child
        child.kill()


def test_only_processes_of_this_sandbox_are_found(tmp_path: Path, ours: subprocess.Popen[bytes]) -> None:
    with spawn(SLEEP, tmp_path / "other") as foreign, spawn(SLEEP, None) as plain:
        found = [process.pid for process in processes.of_sandbox(tmp_path)]
        homes = {home for _, home in processes.marked()}
        foreign.kill()
        plain.kill()
    assert found == [ours.pid]
    assert {str(tmp_path), str(tmp_path / "other")} <= homes


def test_what_does_not_end_when_asked_is_killed(tmp_path: Path, ours: subprocess.Popen[bytes]) -> None:
    processes.end([psutil.Process(ours.pid)], grace=0.1)
    assert processes.of_sandbox(tmp_path) == []


def test_the_calling_command_is_never_one_of_them(tmp_path: Path) -> None:
    program = (
        "from sandbox.supervisor import processes; from pathlib import Path\n"
        f"print(len(processes.of_sandbox(Path({str(tmp_path)!r}))))"
    )
    environment = {**os.environ, processes.MARK: str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert done.stdout.strip() == b"0"


def test_mounts_are_released_from_the_inside_out(monkeypatch: pytest.MonkeyPatch) -> None:
    table = "a /x/.sandbox/a ext4\nb /elsewhere ext4\nc /x/.sandbox/a/with\\040space ext4\n"
    monkeypatch.setattr(Path, "read_text", Mock(return_value=table))
    assert mounts.below(Path("/x/.sandbox")) == [Path("/x/.sandbox/a/with space"), Path("/x/.sandbox/a")]
