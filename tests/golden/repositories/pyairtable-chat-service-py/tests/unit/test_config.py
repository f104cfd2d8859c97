import pytest
from pyairtable_shared.settings import SettingsError, load

from src.config import Settings

ENVIRONMENT = {"DATABASE_URL": "postgresql://user:password@host:5432/name"}


def test_a_service_needs_to_know_its_database_and_nothing_else() -> None:
    settings = load(Settings, ENVIRONMENT)
    assert (settings.service_name, settings.port) == ("chat-service", 8080)
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: is missing"):
        load(Settings, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("LOG_LEVEL", "chatty"),
        ("SHUTDOWN_TIMEOUT", "0"),
        ("DATABASE_POOL_SIZE", "0"),
        ("MIGRATE_ON_START", "perhaps"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load(Settings, {**ENVIRONMENT, name: value})
