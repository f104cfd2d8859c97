"""The data that the service speaks in, and the tables that keep it."""

from pathlib import Path

from pyairtable_shared.tables import NAMING
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

# Each change of a table is a file in `versions` there.
MIGRATIONS = Path(__file__).parent / "migrations"


class Base(DeclarativeBase):
    """What every table of the service is part of."""

    metadata = MetaData(naming_convention=NAMING)
