"""The connections to PostgreSQL, bounded in number and in time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import QueuePool

from pyairtable_shared.problems import UnavailableError

CONNECT_SECONDS = 3.0
STATEMENT_SECONDS = 5.0
# How long a request waits for one of the connections when all are in use.
TURN_SECONDS = 3.0
# A connection is replaced after this time, so that a new primary behind the same name gets its share.
_LIFETIME_SECONDS = 1800


class Database:
    """One PostgreSQL database."""

    def __init__(self, url: str, connections: int = 5) -> None:
        """Connects when first asked.

        Args:
            url: `postgresql://…`, read by asyncpg as libpq would.
            connections: most of them that are open at once.
        """
        self._url = url
        self.connections = connections
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=TURN_SECONDS,
            pool_recycle=_LIFETIME_SECONDS,
            # One that the database closed meanwhile is noticed before a request meets it.
            pool_pre_ping=True,
        )
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    @property
    def in_use(self) -> int:
        """Connections that a request works with."""
        return self._pool.checkedout()

    @property
    def idle(self) -> int:
        """Connections that are open and wait."""
        return self._pool.checkedin()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """All that is done in it happens, or nothing.

        Raises:
            UnavailableError: the database does not answer.
        """
        try:
            async with self._sessions.begin() as session:
                yield session
        except (PoolTimeoutError, TimeoutError, OSError) as error:
            raise UnavailableError(f"the database does not answer: {error or 'too slow'}") from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise UnavailableError(f"the database went away: {error.orig}") from error
            raise

    async def check(self) -> None:
        """Asks for something that costs nothing.

        Raises:
            UnavailableError: the database does not answer.
        """
        async with self.transaction() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()

    @property
    def _pool(self) -> QueuePool:
        pool = self._engine.pool
        assert isinstance(pool, QueuePool)  # noqa: S101 # made by the constructor
        return pool

    async def _connect(self) -> asyncpg.Connection:
        try:
            return await asyncpg.connect(
                self._url, timeout=CONNECT_SECONDS, command_timeout=STATEMENT_SECONDS
            )
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise UnavailableError(f"no connection to the database: {error or 'too slow'}") from error
