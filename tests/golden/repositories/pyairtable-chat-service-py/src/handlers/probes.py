"""What the platform asks of every service."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from src.models.service import Service, Status
from src.services.readiness import Readiness


def router(service: Service, readiness: Readiness, registry: CollectorRegistry) -> APIRouter:
    """Routes that need neither a user nor a database.

    Args:
        service: what is running.
        readiness: whether it wants traffic.
        registry: where its metrics are.
    """
    routes = APIRouter(tags=["platform"])

    @routes.get("/", summary="What is running")
    async def about() -> Service:
        return service

    @routes.get("/health", summary="Liveness: depends on nothing but the process itself")
    async def health() -> Status:
        return Status(status="ok")

    @routes.get("/ready", summary="Readiness", responses={503: {"model": Status, "description": "Not ready"}})
    async def ready(response: Response) -> Status:
        if readiness.ready:
            return Status(status="ready")
        response.status_code = 503
        return Status(status="not ready")

    @routes.get(
        "/metrics",
        summary="Metrics in Prometheus' text format",
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    @routes.get("/openapi.json", summary="This document", response_class=JSONResponse)
    async def openapi(request: Request) -> Response:
        return JSONResponse(request.app.openapi())

    return routes
