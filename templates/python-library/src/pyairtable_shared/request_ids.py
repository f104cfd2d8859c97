"""The id of the request under way: the caller's or made here, in every log line, passed on to others."""

import re
from contextvars import ContextVar
from uuid import uuid4

HEADER = "X-Request-Id"

current: ContextVar[str | None] = ContextVar("request_id", default=None)

_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,128}")


def accepted(given: str) -> str:
    """The caller's id, so that a request can be followed through services, if it is one we would write."""
    return given if _ACCEPTABLE.fullmatch(given) else uuid4().hex


def headers() -> dict[str, str]:
    """What a call to another service carries, so that its log lines can be found with ours."""
    request_id = current.get()
    return {HEADER: request_id} if request_id else {}
