import time
from collections.abc import Awaitable, Callable

import pytest
from fastapi.testclient import TestClient

from pyairtable_shared import application
from pyairtable_shared.database import Database
from pyairtable_shared.problems import UnavailableError
from tests.unit.conftest import NOWHERE, SERVICE


def waiting_for(prepare: Callable[[], Awaitable[None]], *, to: str) -> None:
    with TestClient(application.create(SERVICE, Database(NOWHERE), prepare)) as client:
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if client.get("/ready").json()["detail"] == f"Waiting for: {to}.":
                return
            time.sleep(0.01)
    pytest.fail(f"never waited for {to}")


def test_a_service_is_not_ready_before_it_has_prepared() -> None:
    async def fails() -> None:
        raise UnavailableError("not yet")

    waiting_for(fails, to="start")


@pytest.mark.parametrize("failure", [UnavailableError("not yet"), RuntimeError("unforeseen")])
def test_what_failed_at_start_is_tried_again(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "_FIRST_PAUSE_SECONDS", 0.01)
    tries = []

    async def second_time_lucky() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise failure

    waiting_for(second_time_lucky, to="database")
    assert len(tries) == 2
