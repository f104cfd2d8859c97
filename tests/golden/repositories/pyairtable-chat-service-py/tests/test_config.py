import pytest

from src.config import Settings, SettingsError, load


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_defaults_serve_without_any_environment() -> None:
    settings = load(Settings)
    assert (settings.service_name, settings.port, settings.host) == ("chat-service", 8080, "127.0.0.1")


def test_the_environment_overrides_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    settings = load(Settings)
    assert (settings.port, settings.log_level) == (9000, "warning")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("LOG_LEVEL", "chatty"), ("SHUTDOWN_TIMEOUT", "0")],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load(Settings)


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setenv("LOG_LEVEL", "chatty")
    with pytest.raises(SettingsError) as refused:
        load(Settings)
    assert {line.partition(":")[0] for line in str(refused.value).splitlines()} == {"PORT", "LOG_LEVEL"}
