import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from pyairtable_shared import migrations
from pyairtable_shared.database import Database
from pyairtable_shared.problems import UnavailableError

ENV = """
import os
from sqlalchemy import MetaData
from pyairtable_shared import alembic_environment
alembic_environment.in_environment(os.environ["DATABASE_URL"], MetaData())
"""
PROGRAM = """
from pathlib import Path
from pyairtable_shared import alembic_environment
alembic_environment.upgrade(Path("migrations"))
"""
VERSION = """
from alembic import op
revision = "{revision}"
down_revision = {before!r}
def upgrade() -> None:
    op.execute("{statement}")
def downgrade() -> None:
    pass
"""


@pytest.fixture
def folder(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PYTHONPATH", str(Path(migrations.__file__).parents[1]))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trial_migrate.py").write_text(PROGRAM)
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text(ENV)
    # Slow, so that several that start together meet.
    add(folder, "0001", None, "CREATE TABLE notes AS SELECT pg_sleep(0.5)::text")
    return folder


def add(folder: Path, revision: str, before: str | None, statement: str) -> None:
    text = VERSION.format(revision=revision, before=before, statement=statement)
    (folder / "versions" / f"{revision}.py").write_text(text)


async def revision(trial: Database) -> str | None:
    async with trial.transaction() as session:
        found = (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar()
        return None if found is None else str(found)


async def test_an_empty_database_is_brought_up_to_date_once(trial: Database, folder: Path) -> None:
    await asyncio.gather(*(migrations.ensure(trial, folder, "trial_migrate") for _ in range(3)))
    assert await revision(trial) == "0001"


async def test_nothing_is_started_when_nothing_is_to_be_done(trial: Database, folder: Path) -> None:
    await migrations.ensure(trial, folder, "trial_migrate")
    await migrations.ensure(trial, folder, "no_such_module")


async def test_a_new_revision_is_applied(trial: Database, folder: Path) -> None:
    await migrations.ensure(trial, folder, "trial_migrate")
    add(folder, "0002", "0001", "ALTER TABLE notes ADD COLUMN title text")
    await migrations.ensure(trial, folder, "trial_migrate")
    assert await revision(trial) == "0002"


async def test_a_failed_migration_is_said_and_leaves_nothing_behind(
    trial: Database, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    add(folder, "0002", "0001", "no SQL at all")
    with pytest.raises(UnavailableError, match="exit code 1"):
        await migrations.ensure(trial, folder, "trial_migrate")
    assert "no SQL at all" in capfd.readouterr().err
    async with trial.transaction() as session:
        assert (await session.execute(text("SELECT to_regclass('notes')"))).scalar() is None


async def test_an_older_version_runs_on_a_newer_database(
    trial: Database, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add(folder, "0002", "0001", "SELECT 1")
    await migrations.ensure(trial, folder, "trial_migrate")
    (folder / "versions" / "0002.py").unlink()
    await migrations.ensure(trial, folder, "no_such_module")
    assert "the database is ahead of this version: 0002" in caplog.text


async def test_a_service_that_ends_while_it_migrates_leaves_nothing_behind(
    trial: Database, folder: Path
) -> None:
    add(folder, "0002", "0001", "SELECT pg_sleep(60)")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(4):
            await migrations.ensure(trial, folder, "trial_migrate")
    async with trial.transaction() as session:
        assert (await session.execute(text("SELECT to_regclass('notes')"))).scalar() is None
