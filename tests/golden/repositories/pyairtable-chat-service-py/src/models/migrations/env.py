"""What Alembic runs before the versions."""

from pyairtable_shared import alembic_environment
from pyairtable_shared.settings import load

from src.config import Settings

# Each module with tables is named here, so that a new migration is drafted from all of them.
from src.models import Base, conversation  # noqa: F401

alembic_environment.in_environment(load(Settings).database_url.get_secret_value(), Base.metadata)
