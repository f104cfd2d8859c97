"""What stands between the network and the routes: the request log, rate limits and injected faults."""

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.github.errors import ApiError
from sandbox.github.faults import Fault, Faults
from sandbox.github.limits import RateLimiter
from sandbox.github.request_log import Entry, RequestLog
from sandbox.github.routing import refused
from sandbox.github.timestamps import now

CONTROL = "/_control/"
LIMITED = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
ANSWERS = {
    "bad_gateway": ApiError(502, "Server Error"),
    "server_error": ApiError(500, "Server Error"),
    "conflict": ApiError(409, "Conflict"),
    "timeout": ApiError(504, "Gateway Timeout"),
}


class Interference:
    """ASGI middleware; the control routes themselves pass untouched."""

    def __init__(self, app: ASGIApp, log: RequestLog, limiter: RateLimiter, faults: Faults) -> None:
        self._app = app
        self._log = log
        self._limiter = limiter
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
            return
        method, path, begin, moment = scope["method"], scope["path"], time.perf_counter(), now()
        status = 0

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        fault = self._faults.pick(method, path)
        try:
            await self._serve(fault, scope, receive, note)
        finally:
            milliseconds = round((time.perf_counter() - begin) * 1000, 2)
            self._log.add(Entry(moment, method, path, status, milliseconds, fault.kind if fault else None))

    async def _serve(self, fault: Fault | None, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._limiter.wait(scope["method"], scope["path"])
        if fault is not None and fault.kind == "secondary_limit":
            wait = max(1, round(fault.seconds))
        if wait:
            await refused(ApiError(403, LIMITED, headers={"Retry-After": str(wait)}))(scope, receive, send)
            return
        if fault is None:
            await self._app(scope, receive, send)
            return
        if fault.kind in ("slow", "timeout"):
            await asyncio.sleep(fault.seconds)
        if fault.kind == "slow":
            await self._app(scope, receive, send)
        elif fault.kind == "truncated":
            await self._app(scope, receive, _half(send))
        else:
            if fault.after:
                await self._app(scope, receive, _nowhere)
            await refused(ANSWERS[fault.kind])(scope, receive, send)


async def _nowhere(message: Message) -> None:
    """Swallows an answer."""


def _half(send: Send) -> Send:
    """Sends half of the body under the length of the whole; the server then closes the connection."""

    async def cut(message: Message) -> None:
        if message["type"] == "http.response.body":
            body: bytes = message.get("body", b"")
            message = {**message, "body": body[: len(body) // 2], "more_body": False}
        await send(message)

    return cut
