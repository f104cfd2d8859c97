import pytest

from pyairtable_shared.settings import DatabaseSettings, ServiceSettings, SettingsError, load

ENVIRONMENT = {"SERVICE_NAME": "trial"}


def test_the_environment_overrides_defaults() -> None:
    settings = load(ServiceSettings, {**ENVIRONMENT, "PORT": "9000", "LOG_LEVEL": "WARNING"})
    assert (settings.service_name, settings.port, settings.log_level) == ("trial", 9000, "warning")


def test_a_missing_name_is_refused_by_variable() -> None:
    with pytest.raises(SettingsError, match=r"^SERVICE_NAME: is missing$"):
        load(ServiceSettings, {})


def test_all_wrong_values_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        load(ServiceSettings, {**ENVIRONMENT, "PORT": "0", "LOG_LEVEL": "chatty"})
    assert {line.partition(":")[0] for line in str(refused.value).splitlines()} == {"PORT", "LOG_LEVEL"}


def test_a_missing_database_is_refused_with_an_example() -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: is missing; write for example postgresql://"):
        load(DatabaseSettings, {})


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:hunter2@host/name",
        "postgresql://user:hunter2@host",
        "postgresql://user:hunter2@/name",
        "postgresql://user:hunter2@host:port/name",
        "hunter2",
    ],
)
def test_an_address_that_is_none_of_postgresql_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: is not a PostgreSQL address") as refused:
        load(DatabaseSettings, {"DATABASE_URL": url})
    assert "hunter2" not in str(refused.value)


def test_an_address_is_not_shown_with_the_settings() -> None:
    settings = load(DatabaseSettings, {"DATABASE_URL": "postgresql://user:hunter2@host:5432/name"})
    assert "hunter2" not in repr(settings)
    assert settings.database_url.get_secret_value() == "postgresql://user:hunter2@host:5432/name"
