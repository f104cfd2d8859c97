"""What can be done with conversations."""

from collections.abc import Sequence
from uuid import UUID

from pyairtable_shared.database import Database
from sqlalchemy import delete, func, select, update

from src.models.conversation import ConversationInput, ConversationRow


class ConversationStore:
    """Keeps them in the database; each call is a transaction of its own.

    Every call may raise `UnavailableError`: the database does not answer.
    """

    def __init__(self, database: Database) -> None:
        """Keeps them in that database."""
        self._database = database

    async def create(self, values: ConversationInput) -> ConversationRow:
        """Keeps a new one."""
        row = ConversationRow(**values.model_dump())
        async with self._database.transaction() as session:
            session.add(row)
        return row

    async def read(self, record: UUID) -> ConversationRow | None:
        """The one with that id, if there is one."""
        async with self._database.transaction() as session:
            return await session.get(ConversationRow, record)

    async def page(self, limit: int, after: UUID | None) -> Sequence[ConversationRow]:
        """The oldest ones, or the oldest that are younger than a given one.

        Args:
            limit: most of them.
            after: id of the given one; it need not be there any more.
        """
        query = select(ConversationRow).order_by(ConversationRow.id).limit(limit)
        if after is not None:
            query = query.where(ConversationRow.id > after)
        async with self._database.transaction() as session:
            return (await session.scalars(query)).all()

    async def replace(
        self,
        record: UUID,
        values: ConversationInput,
    ) -> ConversationRow | None:
        """Gives the one with that id new values, if there is one."""
        change = (
            update(ConversationRow)
            .where(ConversationRow.id == record)
            .values(**values.model_dump(), updated_at=func.now())
            .returning(ConversationRow)
        )
        async with self._database.transaction() as session:
            return (await session.scalars(change)).one_or_none()

    async def delete(self, record: UUID) -> bool:
        """Forgets the one with that id; says whether there was one."""
        removal = delete(ConversationRow).where(ConversationRow.id == record)
        async with self._database.transaction() as session:
            removed = await session.scalars(removal.returning(ConversationRow.id))
            return removed.one_or_none() is not None
