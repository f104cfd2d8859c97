"""For integration tests: a place of their own in a database that others fill too."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import asyncpg

VARIABLE = "TEST_DATABASE_URL"


@asynccontextmanager
async def schema() -> AsyncIterator[str]:
    """An empty schema of the database in TEST_DATABASE_URL, dropped afterwards.

    Yields:
        An address whose sessions see nothing but the schema.

    Raises:
        KeyError: TEST_DATABASE_URL is not set.
    """
    url = os.environ[VARIABLE]
    name = f"test_{uuid4().hex}"
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"CREATE SCHEMA {name}")
        parts = urlsplit(url)
        yield parts._replace(query=urlencode([*parse_qsl(parts.query), ("search_path", name)])).geturl()
        await connection.execute(f"DROP SCHEMA {name} CASCADE")
    finally:
        await connection.close()
