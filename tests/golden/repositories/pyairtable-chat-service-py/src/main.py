"""Runs pyairtable-chat-service-py."""

import sys

import uvicorn

from src.config import Settings, SettingsError, load
from src.handlers.app import create_app
from src.models.service import Service
from src.services import logs
from src.services.readiness import Readiness

PURPOSE = "Conversational AI"


def main() -> None:
    """Serves until SIGTERM or SIGINT, then lets the requests under way finish."""
    try:
        settings = load(Settings)
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log_level, settings.service_name, settings.service_version)
    service = Service(name=settings.service_name, version=settings.service_version, purpose=PURPOSE)
    uvicorn.run(
        create_app(service, Readiness()),
        host=settings.host,
        port=settings.port,
        # Logging is configured above, and the application logs each request with its id.
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=settings.shutdown_timeout,
    )


if __name__ == "__main__":
    main()
