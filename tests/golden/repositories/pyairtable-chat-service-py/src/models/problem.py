"""The answer to a request that failed."""

from pydantic import BaseModel, ConfigDict


class InvalidField(BaseModel):
    """One part of a request that is not as the API document says."""

    model_config = ConfigDict(frozen=True)

    location: str
    message: str


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: tuple[InvalidField, ...] | None = None
