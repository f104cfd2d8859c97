"""Tables are brought up to date by Alembic, in a process of its own that ends with it.

Alembic and what it loads would stay in a serving process for good. So the serving process only compares what
the database says of itself with what the migrations say of themselves, which takes milliseconds, and starts
the other when they differ.
"""

import ast
import asyncio
import logging
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from pyairtable_shared.database import Database
from pyairtable_shared.problems import UnavailableError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Revisions:
    """What a folder of migrations leads to.

    Attributes:
        all: every revision.
        heads: those that no other follows; normally one.
    """

    all: frozenset[str]
    heads: frozenset[str]


def read(folder: Path) -> Revisions:
    """Reads the revisions of `folder/versions` without running them.

    Raises:
        ValueError: a file there says nothing of its revision.
    """
    found: set[str] = set()
    followed: set[str] = set()
    for path in sorted((folder / "versions").glob("*.py")):
        said = _assigned(ast.parse(path.read_text()))
        if not isinstance(said.get("revision"), str):
            raise ValueError(f"{path}: has no `revision`")
        found.add(str(said["revision"]))
        before = said.get("down_revision")
        followed.update([before] if isinstance(before, str) else before if isinstance(before, tuple) else [])
    return Revisions(frozenset(found), frozenset(found - followed))


async def ensure(database: Database, folder: Path, module: str) -> None:
    """Brings the tables up to date if they are behind.

    Args:
        database: whose tables.
        folder: Alembic's, with `versions`.
        module: what runs the migrations as a program, for example `src.migrate`.

    Raises:
        UnavailableError: the database does not answer, or the migrations failed; their own output says why.
    """
    revisions = read(folder)
    applied = await _applied(database)
    if applied == revisions.heads:
        return
    if unknown := applied - revisions.all:
        # An older version of the service runs again; the tables still suit it if migrations only ever add.
        _log.warning("the database is ahead of this version: %s", _listed(unknown))
        return
    _log.info("migrating from %s to %s", _listed(applied) or "nothing", _listed(revisions.heads))
    await _run(module)


async def _applied(database: Database) -> frozenset[str]:
    async with database.transaction() as session:
        # Unlike a SELECT, this is no error when the table is not there.
        if (await session.execute(text("SELECT to_regclass('alembic_version')"))).scalar() is None:
            return frozenset()
        return frozenset(await session.scalars(text("SELECT version_num FROM alembic_version")))


async def _run(module: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module)
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        # The service ends; PostgreSQL takes back what a migration did not finish.
        process.terminate()
        await process.wait()
        raise
    if code != 0:
        raise UnavailableError(f"the migrations failed with exit code {code}")


def _assigned(module: ast.Module) -> dict[str, object]:
    """The constants that a module assigns at its top level."""
    values: dict[str, object] = {}
    for statement in module.body:
        if isinstance(statement, ast.Assign):
            targets: list[ast.expr] = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and statement.value is not None:
                try:
                    values[target.id] = ast.literal_eval(statement.value)
                except ValueError:
                    continue
    return values


def _listed(revisions: Iterable[str]) -> str:
    return ", ".join(sorted(revisions))
