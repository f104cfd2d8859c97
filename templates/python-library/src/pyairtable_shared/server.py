"""The server that an application runs in."""

import uvicorn
from fastapi import FastAPI

from pyairtable_shared.settings import ServiceSettings


def serve(app: FastAPI, settings: ServiceSettings) -> None:
    """Serves until SIGTERM or SIGINT, then lets the requests under way finish."""
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        # Logging is configured already, and the application logs each request with its id.
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=settings.shutdown_timeout,
    )
