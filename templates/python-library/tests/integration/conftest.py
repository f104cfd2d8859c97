from collections.abc import AsyncIterator

import pytest

from pyairtable_shared.database import Database
from pyairtable_shared.testing import schema


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async with schema() as url:
        yield url


@pytest.fixture
async def trial(url: str) -> AsyncIterator[Database]:
    database = Database(url, 3)
    yield database
    await database.close()
