import pytest

from pyairtable_shared.settings import ServiceSettings, SettingsError, load


@pytest.fixture(autouse=True)
def _only_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ServiceSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SERVICE_NAME", "trial")


def test_the_environment_overrides_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    settings = load(ServiceSettings)
    assert (settings.service_name, settings.port, settings.log_level) == ("trial", 9000, "warning")


def test_a_missing_name_is_refused_by_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SERVICE_NAME")
    with pytest.raises(SettingsError, match=r"^SERVICE_NAME: "):
        load(ServiceSettings)


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setenv("LOG_LEVEL", "chatty")
    with pytest.raises(SettingsError) as refused:
        load(ServiceSettings)
    assert {line.partition(":")[0] for line in str(refused.value).splitlines()} == {"PORT", "LOG_LEVEL"}
