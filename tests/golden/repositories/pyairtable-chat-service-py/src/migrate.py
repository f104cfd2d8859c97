"""Brings the tables up to date and ends; a start of the service does the same when they are behind."""

import logging
import sys

from pyairtable_shared import alembic_environment, logs
from pyairtable_shared.settings import SettingsError, load

from src.config import Settings
from src.models import MIGRATIONS


def main() -> None:
    """Exits with 1 when the tables could not be brought up to date; then they are as before."""
    try:
        settings = load(Settings)
    except SettingsError as error:
        sys.exit(str(error))
    logs.configure(settings.log_level, settings.service_name, settings.service_version)
    try:
        alembic_environment.upgrade(MIGRATIONS)
    except alembic_environment.MigrationError as error:
        logging.getLogger(__name__).error("%s", error)
        sys.exit(1)


if __name__ == "__main__":
    main()
