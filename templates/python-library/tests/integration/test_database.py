import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from pyairtable_shared import database
from pyairtable_shared.database import Database
from pyairtable_shared.problems import UnavailableError


async def test_what_fails_leaves_nothing_behind(trial: Database) -> None:
    async with trial.transaction() as session:
        await session.execute(text("CREATE TABLE notes (title text)"))
    with suppress(RuntimeError):
        async with trial.transaction() as session:
            await session.execute(text("INSERT INTO notes VALUES ('half')"))
            raise RuntimeError
    async with trial.transaction() as session:
        assert (await session.execute(text("SELECT count(*) FROM notes"))).scalar() == 0


async def test_connections_are_counted_and_bounded(trial: Database) -> None:
    async with trial.transaction() as session:
        await session.execute(text("SELECT 1"))
        assert (trial.in_use, trial.idle) == (1, 0)
    assert (trial.in_use, trial.idle) == (0, 1)
    await asyncio.gather(*(trial.check() for _ in range(20)))
    assert trial.idle == 3


async def test_a_connection_that_was_closed_is_replaced(trial: Database, url: str) -> None:
    async with trial.transaction() as session:
        mine = (await session.execute(text("SELECT pg_backend_pid()"))).scalar()
    other = Database(url, 1)
    async with other.transaction() as session:
        await session.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
    await other.close()
    await trial.check()


async def test_a_statement_that_is_cut_off_is_no_mistake_of_the_caller(trial: Database) -> None:
    with pytest.raises(UnavailableError):
        async with trial.transaction() as session:
            await session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


async def test_a_slow_statement_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "STATEMENT_SECONDS", 0.1)
    slow = Database(url, 1)
    with pytest.raises(UnavailableError):
        async with slow.transaction() as session:
            await session.execute(text("SELECT pg_sleep(10)"))
    await slow.check()
    await slow.close()


async def test_a_turn_is_not_waited_for_without_end(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "TURN_SECONDS", 0.1)
    narrow = Database(url, 1)
    async with narrow.transaction() as session:
        await session.execute(text("SELECT 1"))
        with pytest.raises(UnavailableError):
            await narrow.check()
    await narrow.close()


async def test_a_database_that_is_not_there_is_not_available(url: str) -> None:
    missing = Database(urlsplit(url)._replace(path="/no_such_database").geturl(), 1)
    with pytest.raises(UnavailableError):
        await missing.check()
