"""A PostgreSQL database for one check, on the sandbox's server or on the one that TEST_POSTGRES_URL names."""

import os
import secrets
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from urllib.parse import unquote, urlsplit, urlunsplit

from sandbox import paths

ADMIN_URL = paths.CREDENTIALS / "postgres-admin-url"


@cache
def admin_url() -> str:
    """An address with a login that may create databases: postgresql://user:password@host:port/name.

    Raises:
        RuntimeError: nobody names a server.
    """
    if url := os.environ.get("TEST_POSTGRES_URL"):
        return url
    if ADMIN_URL.exists():
        return ADMIN_URL.read_text().strip()
    raise RuntimeError(
        "no PostgreSQL: run `make up`, or name a server whose login may create databases in "
        "TEST_POSTGRES_URL=postgresql://user:password@host:port/postgres"
    )


@cache
def server_version() -> str:
    """Of the server."""
    return _ask("SHOW server_version")


@contextmanager
def database() -> Generator[str]:
    """The address of an empty database, which is dropped afterwards, whoever is still connected."""
    name = f"checks_{os.getpid()}_{secrets.token_hex(4)}"
    _ask(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(admin_url())._replace(path=f"/{name}"))
    finally:
        _ask(f'DROP DATABASE "{name}" WITH (FORCE)')


def _ask(statement: str) -> str:
    url = urlsplit(admin_url())
    # In the environment, where other users cannot read the password.
    login = {
        "PGHOST": url.hostname or "127.0.0.1",
        "PGPORT": str(url.port or 5432),
        "PGUSER": unquote(url.username or "postgres"),
        "PGPASSWORD": unquote(url.password or ""),
        "PGDATABASE": url.path.removeprefix("/") or "postgres",
    }
    command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", statement]
    done = subprocess.run(command, env={**os.environ, **login}, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"PostgreSQL on {url.hostname}:{url.port}: {done.stderr.strip()}")
    return done.stdout.strip()
