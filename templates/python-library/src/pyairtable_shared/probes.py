"""What the platform asks of every service."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from pydantic import BaseModel, ConfigDict

from pyairtable_shared import problems
from pyairtable_shared.openapi import failures
from pyairtable_shared.readiness import Readiness


class Service(BaseModel):
    """What is running."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    purpose: str


class Status(BaseModel):
    """The answer of the liveness and readiness probes."""

    model_config = ConfigDict(frozen=True)

    status: str


def router(service: Service, readiness: Readiness, registry: CollectorRegistry) -> APIRouter:
    """Routes that need no user.

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

    @routes.get(
        "/ready",
        summary="Readiness: started, not ending, and the database answers",
        response_model=Status,
        responses=failures(503),
    )
    async def ready() -> Status | Response:
        missing = await readiness.missing()
        if missing:
            return problems.answer(503, f"Waiting for: {', '.join(missing)}.")
        return Status(status="ready")

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
