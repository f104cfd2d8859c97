"""Conversations: as callers send them, as they get them, and as they are kept."""

from datetime import datetime

from pyairtable_shared.fields import Flag, Id, Text
from pyairtable_shared.tables import FlagColumn, Identified, TextColumn
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Mapped

from src.models import Base


class ConversationRow(Identified, Base):
    """The table."""

    __tablename__ = "conversations"

    title: Mapped[TextColumn]
    model: Mapped[TextColumn]
    archived: Mapped[FlagColumn]


class ConversationInput(BaseModel):
    """What a caller says of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    model: Text
    archived: Flag


class ConversationOutput(ConversationInput):
    """What a caller gets."""

    model_config = ConfigDict(from_attributes=True, extra="ignore")

    id: Id
    created_at: datetime
    updated_at: datetime
