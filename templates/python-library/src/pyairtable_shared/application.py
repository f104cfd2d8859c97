"""A service's HTTP application: what is the same around every service's own routes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from pyairtable_shared import metrics, openapi, probes, problems
from pyairtable_shared.bodies import BodyLimit
from pyairtable_shared.database import Database
from pyairtable_shared.observation import RequestObservation
from pyairtable_shared.probes import Service
from pyairtable_shared.readiness import Readiness

# Between tries to start; the database may come up after the service.
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 10.0

Preparation = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)


def create(service: Service, database: Database, prepare: Preparation | None = None) -> FastAPI:
    """Makes the application; the service adds its routers.

    Args:
        service: what it says about itself.
        database: what it cannot work without; closed at shutdown.
        prepare: done before it is ready, again and again until it works. Meanwhile the service is alive.
    """
    readiness = Readiness({"database": database.check})

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        preparing = asyncio.create_task(_start(readiness, prepare))
        yield
        readiness.ready = False
        preparing.cancel()
        with suppress(asyncio.CancelledError):
            await preparing
        await database.close()

    app = FastAPI(
        title=service.name,
        version=service.version,
        description=service.purpose,
        lifespan=lifespan,
        # A route of ours like any other, so that it is measured; the pages would load scripts from elsewhere.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        # A path is written in one way.
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    registry = metrics.registry(database)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign] # FastAPI's own way to do it
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestObservation, registry=registry)
    app.include_router(probes.router(service, readiness, registry))
    return app


async def _start(readiness: Readiness, prepare: Preparation | None) -> None:
    pause = _FIRST_PAUSE_SECONDS
    while prepare is not None:
        try:
            await prepare()
            break
        except problems.UnavailableError as reason:
            _log.warning("not ready, next try in %g s: %s", pause, reason)
        except Exception:  # one that nobody foresaw must not end the task without a word
            _log.exception("not ready, next try in %g s", pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
    readiness.ready = True
