"""What happens around every request: an id, a line in the log, metrics, an answer if the handler fails."""

import logging
from http import HTTPMethod
from time import perf_counter

from prometheus_client import CollectorRegistry, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pyairtable_shared import problems, request_ids

# Those of Prometheus' client for Go, so that the histograms of all services add up.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
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
            buckets=_BUCKETS,
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = request_ids.accepted(Headers(scope=scope).get(request_ids.HEADER, ""))
        token = request_ids.current.set(request_id)
        status: int | None = None
        begin = perf_counter()

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[request_ids.HEADER] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as failure:
            # With half an answer sent there is nothing to tell; the server logs it and closes the connection.
            if status is not None:
                raise
            await _failed(failure)(scope, receive, send_with_id)
        finally:
            self._observe(scope, status or 500, perf_counter() - begin)
            request_ids.current.reset(token)

    def _observe(self, scope: Scope, status: int, seconds: float) -> None:
        method, path = scope["method"], scope["path"]
        # Labels come from small sets, never from what a caller may choose: each value is a series in memory.
        known = method if method in HTTPMethod.__members__ else "OTHER"
        route = getattr(scope.get("route"), "path", "unmatched")
        self._duration.labels(known, route, status).observe(seconds)
        level = logging.DEBUG if path in _SEEN_AT_DEBUG_LEVEL else logging.INFO
        facts = {"method": method, "path": path, "status": status, "duration": round(seconds, 6)}
        _log.log(level, "request", extra=facts)


def _failed(failure: Exception) -> ASGIApp:
    if isinstance(failure, problems.UnavailableError):
        _log.warning("unavailable: %s", failure)
        return problems.answer(503, "Something that this service needs does not answer; try again.")
    _log.error("request failed", exc_info=failure)
    return problems.answer(500)
