"""The stand-in's memory beside git: one SQLite file.

Everything is keyed by the repository's id, never by its name, so that a rename moves all of it. Documents that belong
to the organisation have the repository id 0.
"""

import json
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Json = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS repositories (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, settings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS former_names (
  name TEXT PRIMARY KEY COLLATE NOCASE, repository INTEGER NOT NULL REFERENCES repositories ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS documents (
  position INTEGER PRIMARY KEY, repository INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,
  body TEXT NOT NULL, UNIQUE (repository, kind, name));
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class Database:
    """Documents and repositories; every call outside `transaction` commits at once.

    Write-ahead logging with `synchronous=NORMAL` keeps every committed answer when the process is killed; only a
    power cut could lose the last ones.
    """

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing: an exception undoes what was written inside."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Runs one statement and returns its rows."""
        return self._connection.execute(statement, values).fetchall()

    def next_number(self, counter: str) -> int:
        """1, 2, 3, … per counter; never the same twice."""
        rows = self.rows(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value", counter
        )
        return int(rows[0][0])

    def get(self, repository: int, kind: str, name: str | int) -> Json | None:
        """One document; names ignore case, as on github.com."""
        rows = self.rows(
            "SELECT body FROM documents WHERE repository = ? AND kind = ? AND name = ?", repository, kind, str(name)
        )
        return json.loads(rows[0][0]) if rows else None

    def all(self, repository: int, kind: str) -> list[Json]:
        """Every document of a kind, oldest first."""
        rows = self.rows(
            "SELECT body FROM documents WHERE repository = ? AND kind = ? ORDER BY position", repository, kind
        )
        return [json.loads(body) for (body,) in rows]

    def put(self, repository: int, kind: str, name: str | int, body: Json) -> None:
        """Creates or replaces a document."""
        self.rows(
            "INSERT INTO documents (repository, kind, name, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (repository, kind, name) DO UPDATE SET body = excluded.body, name = excluded.name",
            repository,
            kind,
            str(name),
            json.dumps(body),
        )

    def rename(self, repository: int, kind: str, name: str, to: str) -> None:
        """Gives a document another name, in its old place."""
        self.rows(
            "UPDATE documents SET name = ? WHERE repository = ? AND kind = ? AND name = ?", to, repository, kind, name
        )

    def drop(self, repository: int, kind: str, name: str | int) -> bool:
        """Removes a document; says whether there was one."""
        statement = "DELETE FROM documents WHERE repository = ? AND kind = ? AND name = ? RETURNING position"
        return bool(self.rows(statement, repository, kind, str(name)))

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()
