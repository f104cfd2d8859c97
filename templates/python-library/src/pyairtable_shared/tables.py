"""What every table has, and how it names its constraints."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import DateTime, String, func
from sqlalchemy.orm import Mapped, mapped_column
from uuid6 import uuid7

# Migrations refer to constraints by name; left to the database, names differ from what SQLAlchemy expects.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# As long as `fields.Text` allows.
TextColumn = Annotated[str, mapped_column(String(200))]
IntegerColumn = Annotated[int, mapped_column()]
FlagColumn = Annotated[bool, mapped_column()]

_Time = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]


class Identified:
    """Columns of every record; ids rise with time, so that their order is the order of creation."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    created_at: Mapped[_Time]
    updated_at: Mapped[_Time]
