import asyncio
import signal

import httpx2
import pytest
from pyairtable_shared import alembic_environment
from pyairtable_shared.database import Database
from sqlalchemy import text

from src.models import MIGRATIONS
from tests.process import run, running
from tests.samples import PATH, VALUES


def test_the_service_migrates_serves_and_ends_by_sigterm(url: str) -> None:
    with running(DATABASE_URL=url) as service:
        service.wait_until_ready()
        assert httpx2.post(service.url + PATH, json=VALUES).status_code == 201
        output = service.stop()
    # uvicorn ends by the signal that it was sent, once it has shut down.
    assert service.process.returncode in {0, -signal.SIGTERM}
    assert "migrating from nothing" in output
    assert "Application shutdown complete" in output


async def answer_during_shutdown(url: str) -> int:
    """The status of a request that a lock holds up until after SIGTERM."""
    database = Database(url, 1)
    with running(DATABASE_URL=url) as service:
        service.wait_until_ready()
        async with httpx2.AsyncClient() as client:
            async with database.transaction() as session:
                await session.execute(text("LOCK TABLE conversations"))
                answer = asyncio.create_task(client.get(service.url + PATH))
                await asyncio.sleep(0.5)
                service.process.send_signal(signal.SIGTERM)
                await asyncio.sleep(0.5)
                assert not answer.done()
            status = (await answer).status_code
    await database.close()
    return status


def test_a_request_under_way_is_answered_before_the_end(url: str) -> None:
    assert asyncio.run(answer_during_shutdown(url)) == 200


def test_replicas_that_start_together_all_become_ready(url: str) -> None:
    with running(DATABASE_URL=url) as one, running(DATABASE_URL=url) as other:
        one.wait_until_ready()
        other.wait_until_ready()
        created = httpx2.post(one.url + PATH, json=VALUES).headers["location"]
        assert httpx2.get(other.url + created).status_code == 200


def test_migrations_can_run_alone_and_twice(url: str) -> None:
    for _ in range(2):
        code, output = run("src.migrate", DATABASE_URL=url)
        assert code == 0, output


def test_the_models_are_what_the_migrations_lead_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    alembic_environment.upgrade(MIGRATIONS)
    assert alembic_environment.undescribed(MIGRATIONS) is None
