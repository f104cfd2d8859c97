"""What happens around every request: an id, a line in the log, metrics, an answer if the handler fails."""

import logging
import re
from http import HTTPMethod
from time import perf_counter
from uuid import uuid4

from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from src.handlers import problems
from src.services import logs

_HEADER = "X-Request-Id"
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
# They come every few seconds and would drown the rest.
_SEEN_AT_DEBUG_LEVEL = frozenset({"/health", "/ready", "/metrics"})

_log = logging.getLogger(__name__)


class RequestObservation:
    """ASGI middleware; plain ASGI, since Starlette's `BaseHTTPMiddleware` costs a task per request."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        """Wraps an application and registers the metric."""
        self._app = app
        self._duration = Histogram(
            "http_request_duration_seconds",
            "Time from the first byte of a request to the end of its answer.",
            ["method", "route", "status"],
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _id_of(scope)
        token = logs.request_id.set(request_id)
        status: int | None = None
        begin = perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            # With half an answer sent there is nothing to tell; the server logs it and closes the connection.
            if status is not None:
                raise
            _log.exception("request failed")
            await problems.answer(500)(scope, receive, send_with_id)
        finally:
            self._observe(scope, status or 500, perf_counter() - begin)
            logs.request_id.reset(token)

    def _observe(self, scope: Scope, status: int, seconds: float) -> None:
        method, path = scope["method"], scope["path"]
        # Labels come from small sets, never from what a caller may choose: each value is a series in memory.
        known = method if method in HTTPMethod.__members__ else "OTHER"
        route = getattr(scope.get("route"), "path", "unmatched")
        self._duration.labels(known, route, status).observe(seconds)
        level = logging.DEBUG if path in _SEEN_AT_DEBUG_LEVEL else logging.INFO
        facts = {"method": method, "path": path, "status": status, "duration": round(seconds, 6)}
        _log.log(level, "request", extra=facts)


def _id_of(scope: Scope) -> str:
    """The caller's id, so that a request can be followed through services, if it is one we would write."""
    given = Headers(scope=scope).get(_HEADER, "")
    return given if _ACCEPTABLE_ID.fullmatch(given) else uuid4().hex
