from collections.abc import Callable

import pytest

from components import providers
from components.settings import Settings
from tests.unit.components.recording import Recording, record

SettingsFactory = Callable[..., Settings]


def create(settings: Settings) -> Recording:
    return record(lambda: providers.create(settings, "Reg-Kris"))


def test_every_address_is_the_stack_s_own(make_settings: SettingsFactory) -> None:
    made = create(make_settings(kubeconfig="/etc/kubeconfig", kubeContext="named", githubUrl="https://github.example"))
    assert made["kubernetes"].inputs["kubeconfig"] == "/etc/kubeconfig"
    assert made["kubernetes"].inputs["context"] == "named"
    assert made["github"].inputs["baseUrl"] == "https://github.example/"
    assert made["github"].inputs["owner"] == "Reg-Kris"


def test_without_a_kubeconfig_the_context_is_still_named_and_no_ambient_path_is_kept(
    make_settings: SettingsFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBECONFIG", "/home/somebody/kubeconfig")
    inputs = create(make_settings(kubeconfig="", kubeContext="named"))["kubernetes"].inputs
    assert inputs["context"] == "named"
    assert "kubeconfig" not in inputs


def test_configuration_of_pods_is_changed_in_place(make_settings: SettingsFactory) -> None:
    inputs = create(make_settings())["kubernetes"].inputs
    assert inputs["enableConfigMapMutable"] == "true"
    assert inputs["enableSecretMutable"] == "true"


@pytest.mark.parametrize(("address", "delay"), [("https://github.com", "1000"), ("https://github.example/", "1")])
def test_only_github_com_gets_a_pause_between_writes(make_settings: SettingsFactory, address: str, delay: str) -> None:
    assert create(make_settings(githubUrl=address))["github"].inputs["writeDelayMs"] == delay


def test_no_token_reaches_the_state(make_settings: SettingsFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "canary-token")
    assert "canary-token" not in repr(create(make_settings()))
