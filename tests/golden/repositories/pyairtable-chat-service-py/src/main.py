"""Runs pyairtable-chat-service-py."""

import sys
from functools import partial

from fastapi import FastAPI
from pyairtable_shared import application, logs, migrations, server
from pyairtable_shared.database import Database
from pyairtable_shared.probes import Service
from pyairtable_shared.settings import SettingsError, load

from src.config import Settings
from src.handlers import conversations as resource
from src.models import MIGRATIONS
from src.services.conversations import ConversationStore

PURPOSE = "Conversational AI"


def create_app(settings: Settings) -> FastAPI:
    """Makes the application; it connects to its database when it starts."""
    database = Database(settings.database_url.get_secret_value(), settings.database_pool_size)
    service = Service(name=settings.service_name, version=settings.service_version, purpose=PURPOSE)
    prepare = partial(migrations.ensure, database, MIGRATIONS, "src.migrate")
    app = application.create(service, database, prepare if settings.migrate_on_start else None)
    app.include_router(resource.router(ConversationStore(database)))
    return app


def main() -> None:
    """Serves until SIGTERM or SIGINT, then lets the requests under way finish."""
    try:
        settings = load(Settings)
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log_level, settings.service_name, settings.service_version)
    server.serve(create_app(settings), settings)


if __name__ == "__main__":
    main()
