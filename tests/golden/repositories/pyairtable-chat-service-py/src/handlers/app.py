"""The service's HTTP application: its routes and what happens around them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector

from src.handlers import probes, problems
from src.handlers.requests import RequestObservation
from src.models.service import Service
from src.services.readiness import Readiness


def create_app(service: Service, readiness: Readiness) -> FastAPI:
    """Makes the application.

    Args:
        service: what it says about itself.
        readiness: set while the application runs.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        readiness.ready = True
        yield
        readiness.ready = False

    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)

    app = FastAPI(
        title=service.name,
        version=service.version,
        description=service.purpose,
        lifespan=lifespan,
        # A route of ours like any other, so that it is measured; the pages would load scripts from elsewhere.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    app.add_middleware(RequestObservation, registry=registry)
    app.include_router(probes.router(service, readiness, registry))
    return app
