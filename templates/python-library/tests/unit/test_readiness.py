import asyncio

import pytest

from pyairtable_shared import readiness
from pyairtable_shared.readiness import Readiness


async def fine() -> None:
    return


async def broken() -> None:
    raise ConnectionError


async def silent() -> None:
    await asyncio.sleep(60)


def test_a_service_is_not_ready_until_told() -> None:
    trial = Readiness({"database": fine})
    assert asyncio.run(trial.missing()) == ("start",)
    trial.ready = True
    assert asyncio.run(trial.missing()) == ()


def test_what_does_not_answer_is_named() -> None:
    trial = Readiness({"database": broken, "queue": fine})
    trial.ready = True
    assert asyncio.run(trial.missing()) == ("database",)


def test_what_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "CHECK_SECONDS", 0.01)
    trial = Readiness({"database": silent})
    trial.ready = True
    assert asyncio.run(trial.missing()) == ("database",)
