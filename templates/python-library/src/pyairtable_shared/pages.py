"""Lists in pages: each names where the next begins, so that any page costs the same."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from pyairtable_shared.fields import Id

ItemT = TypeVar("ItemT")


class PageQuery(BaseModel):
    """What a caller asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: int = Field(default=20, ge=1, le=100, description="Most records in the answer.")
    after: Id | None = Field(default=None, description="The `next` of the page before.")


PageRequest = Annotated[PageQuery, Query()]


class Page(BaseModel, Generic[ItemT]):
    """One page of a list, oldest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[ItemT, ...]
    next: Id | None = Field(description="Where the next page begins; null on the last.")
