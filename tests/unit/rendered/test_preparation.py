"""Two workers prepare the same repositories at the same moment."""

import multiprocessing
import time
from pathlib import Path
from threading import BrokenBarrierError
from typing import Any

import pytest

from tests.rendered import places, preparation

FORK = multiprocessing.get_context("fork")


def _work(looking: Any, together: Any, prepared: Any) -> None:
    holds, looked = preparation._holds, False  # pyright: ignore[reportPrivateUsage]

    def both_look_first(wanted: str, lock: Any) -> bool:
        nonlocal looked
        found = holds(wanted, lock)
        if not looked:
            looked = True
            looking.wait(timeout=20)
        return found

    preparation._holds = both_look_first  # pyright: ignore[reportPrivateUsage]
    with preparation.prepared():
        try:
            together.wait(timeout=10)
        except BrokenBarrierError:
            prepared.put("alone")
        else:
            prepared.put("together")


def test_workers_that_need_the_same_content_work_side_by_side(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "CHECKS", tmp_path)
    monkeypatch.setattr(places, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(places, "CURRENT", tmp_path / "current")
    monkeypatch.setattr(preparation, "_prepare", lambda: time.sleep(0.3))
    looking, together, prepared = FORK.Barrier(2), FORK.Barrier(2), FORK.Queue()
    workers = [FORK.Process(target=_work, args=(looking, together, prepared)) for _ in range(2)]
    for worker in workers:
        worker.start()
    assert [prepared.get(timeout=60) for _ in workers] == ["together", "together"]
    for worker in workers:
        worker.join(timeout=10)
