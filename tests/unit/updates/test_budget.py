import multiprocessing
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from updates.budget import Budget, duration
from updates.connection import budget_for


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def sleep(self, seconds: float) -> None:
        """Passes time."""
        self.now += seconds


@pytest.fixture
def moments(tmp_path: Path) -> list[float]:
    """When each of 600 writes was allowed, in seconds from the first."""
    clock = Clock()
    budget = Budget(tmp_path / "writes.sqlite", lambda: clock.now, clock.sleep)
    allowed: list[float] = []
    for _ in range(600):
        budget.acquire()
        allowed.append(clock.now)
    return [moment - allowed[0] for moment in allowed]


def most_within(moments: list[float], window: float) -> int:
    """The most moments that any window holds."""
    return max(sum(start <= moment < start + window for moment in moments) for start in moments)


def test_writes_stay_within_github_s_minute_and_hour(moments: list[float]) -> None:
    assert most_within(moments, 60) <= 80 - 20
    assert most_within(moments, 3600) <= 500 - 60
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.9


def test_the_time_told_before_is_the_time_it_takes(moments: list[float]) -> None:
    for writes in (1, 60, 61, 440, 441, 600):
        assert moments[writes - 1] == pytest.approx(duration(writes), rel=0.03, abs=2)


def test_what_another_process_wrote_counts_too(tmp_path: Path) -> None:
    clock = Clock()
    file = tmp_path / "writes.sqlite"
    Budget(file, lambda: clock.now, clock.sleep).acquire()
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.sleep(seconds)

    Budget(file, lambda: clock.now, sleep).acquire()
    assert sum(waits) == pytest.approx(1, abs=0.1)


def _take(file: Path) -> None:
    for _ in range(2):
        Budget(file, sleep=lambda _: None).acquire()


def test_threads_and_processes_share_one_budget(tmp_path: Path) -> None:
    file = tmp_path / "writes.sqlite"
    allowed: list[float] = []
    budget = Budget(file)

    def write() -> None:
        budget.acquire()
        allowed.append(budget.clock())

    threads = [threading.Thread(target=write) for _ in range(2)]
    process = multiprocessing.get_context("spawn").Process(target=_take, args=(file,))
    for worker in (*threads, process):
        worker.start()
    for worker in (*threads, process):
        worker.join()
    assert process.exitcode == 0
    assert budget.used() == 4
    assert abs(allowed[0] - allowed[1]) >= 0.9


def test_what_is_older_than_an_hour_is_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    budget = Budget(tmp_path / "writes.sqlite", lambda: clock.now, clock.sleep)
    budget.acquire()
    clock.sleep(3601)
    assert budget.used() == 0


def test_only_github_com_is_paced() -> None:
    assert budget_for("https://api.github.com") is not None
    assert budget_for("http://127.0.0.1:14840/api/v3") is None
