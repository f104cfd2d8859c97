"""Endpoints for Kubernetes and Prometheus."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

router = APIRouter(tags=["operations"])
REQUESTS = Counter("airtable_gateway_requests", "Requests answered.", ["method", "route", "status"])


@router.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/ready")
async def ready() -> dict[str, str]:
    return {"status": "ready"}


@router.get("/metrics")
async def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def count(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    # The route and not the path: ids in paths would make a time series each.
    route = getattr(request.scope.get("route"), "path", "unknown")
    REQUESTS.labels(request.method, route, response.status_code).inc()
    return response
