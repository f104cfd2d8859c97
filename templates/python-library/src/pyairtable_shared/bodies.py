"""What may be sent to a service: JSON, and not too much of it."""

from fastapi import HTTPException, Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pyairtable_shared import problems

# 1 MiB; records of a sample resource are far smaller, and nothing here reads a body as a stream.
LIMIT_BYTES = 1024 * 1024


class BodyLimit:
    """ASGI middleware that refuses a body over the limit, announced or not.

    FastAPI's own `max_body_size` answers in plain text.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wraps an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and int(announced) > LIMIT_BYTES:
            await problems.answer(413)(scope, receive, send)
            return
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > LIMIT_BYTES:
                raise HTTPException(413)
            return message

        await self._app(scope, limited, send)


async def json_only(request: Request) -> None:
    """A route's dependency.

    Raises:
        HTTPException: 415, the body is announced as something else than JSON.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "Send application/json.")
