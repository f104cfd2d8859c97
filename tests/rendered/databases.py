"""A PostgreSQL database for one check, on the sandbox's server or on the one that TEST_POSTGRES_URL names."""

import os
import secrets
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from urllib.parse import unquote, urlsplit, urlunsplit

from sandbox.postgres.server import ADMIN_URL


class NoServerError(Exception):
    """There is no server to use; the text says what to do."""


@cache
def admin_url() -> str:
    """An address with a login that may create databases and logins: postgresql://user:password@host:port/name.

    Raises:
        NoServerError: nobody names one.
    """
    if url := os.environ.get("TEST_POSTGRES_URL"):
        return url
    if ADMIN_URL.exists():
        return ADMIN_URL.read_text().strip()
    raise NoServerError(
        "no PostgreSQL: run `make up`, or name a server whose login may create databases and logins in "
        "TEST_POSTGRES_URL=postgresql://user:password@host:port/postgres"
    )


@cache
def server_version() -> str:
    """Of the server.

    Raises:
        NoServerError: there is none, or it refuses.
    """
    return _ask("SHOW server_version;")


@contextmanager
def database() -> Generator[str]:
    """The address of an empty database with a login of its own; both are dropped afterwards, whoever is connected.

    What a check logs of its address is worth nothing once it has ended.
    """
    name, password = f"checks_{os.getpid()}_{secrets.token_hex(4)}", secrets.token_hex(16)
    _ask(f"CREATE ROLE {name} LOGIN PASSWORD '{password}';\nCREATE DATABASE {name} OWNER {name};")
    try:
        host = urlsplit(admin_url()).netloc.rpartition("@")[2]
        yield urlunsplit(("postgresql", f"{name}:{password}@{host}", f"/{name}", "", ""))
    finally:
        _ask(f"DROP DATABASE {name} WITH (FORCE);\nDROP ROLE {name};")


def _ask(statements: str) -> str:
    """Runs psql; neither its own login nor what it is told stands where other users could read it."""
    url = urlsplit(admin_url())
    login = {
        "PGHOST": url.hostname or "127.0.0.1",
        "PGPORT": str(url.port or 5432),
        "PGUSER": unquote(url.username or "postgres"),
        "PGPASSWORD": unquote(url.password or ""),
        "PGDATABASE": url.path.removeprefix("/") or "postgres",
    }
    done = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"],
        input=statements,
        env={**os.environ, **login},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NoServerError(f"PostgreSQL on {url.hostname}:{url.port}: {done.stderr.strip()}")
    return done.stdout.strip()
