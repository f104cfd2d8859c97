from collections.abc import Callable

import pulumi
import pytest
from ruamel.yaml import YAML

from components import actions_secrets, image_digests, service_secrets, settings
from components.settings import Settings
from tests.unit.components.conftest import CONFIGURATION, ROOT

SettingsFactory = Callable[..., Settings]


@pytest.mark.parametrize(
    ("key", "value", "advice"),
    [
        ("throughPhase", "many", "valid integer"),
        ("throughPhase", "-1", "greater than or equal to 0"),
        ("namespace", "Py_Airtable", "match pattern"),
        ("kubeContext", "", "at least 1 character"),
        ("githubUrl", "http://github.com/", "write an https:// address; plain http is for loopback only"),
        ("repositories", "own", "'manage' or 'reference'"),
        ("protectRepositories", "perhaps", "valid boolean"),
        ("registry", "https://ghcr.io/reg-kris", "match pattern"),
        ("rolloutTimeoutSeconds", "1", "greater than or equal to 10"),
        ("rolloutTimeoutSeconds", "86400", "less than or equal to 3600"),
        ("catalog", "", "at least 1 character"),
    ],
)
def test_a_wrong_value_is_one_line_with_file_key_and_value(
    make_settings: SettingsFactory, key: str, value: str, advice: str
) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        make_settings(**{key: value})
    lines = str(refused.value).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"Pulumi.dev.yaml: pyairtable:{key}: ")
    assert advice in lines[0]
    assert lines[0].endswith(f"not '{value}'")


def test_a_missing_value_says_how_to_set_it() -> None:
    values = {key: value for key, value in CONFIGURATION.items() if key != "registry"}
    with pytest.raises(pulumi.RunError) as refused:
        settings.parse(values, stack="dev")
    assert str(refused.value) == (
        "Pulumi.dev.yaml: pyairtable:registry is missing; set it with `pulumi config set registry VALUE --stack dev`"
    )


def test_every_wrong_value_is_reported_at_once(make_settings: SettingsFactory) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        make_settings(throughPhase="x", namespace="-", repositories="own")
    assert [line.split(": ")[1] for line in str(refused.value).splitlines()] == [
        "pyairtable:throughPhase",
        "pyairtable:namespace",
        "pyairtable:repositories",
    ]


@pytest.mark.parametrize("address", ["https://github.com", "http://127.0.0.1:14840", "http://[::1]:14840"])
def test_an_address_gets_the_slash_that_clients_want(make_settings: SettingsFactory, address: str) -> None:
    assert make_settings(githubUrl=address).github_url == f"{address}/"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://github.example/",
        "https:///path",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
    ],
)
def test_a_host_that_only_looks_like_loopback_wants_https(make_settings: SettingsFactory, address: str) -> None:
    with pytest.raises(pulumi.RunError, match="https"):
        make_settings(githubUrl=address)


def test_a_relative_file_is_beside_the_project_file(make_settings: SettingsFactory) -> None:
    assert make_settings(kubeconfig=".sandbox/kubeconfig").kubeconfig == str(ROOT / ".sandbox/kubeconfig")
    assert make_settings(kubeconfig="/etc/kubeconfig").kubeconfig == "/etc/kubeconfig"
    assert make_settings(kubeconfig="").kubeconfig == ""


@pytest.mark.parametrize("stack", ["dev", "prod"])
def test_each_stack_s_file_is_valid_over_the_project_s_defaults(stack: str) -> None:
    yaml = YAML(typ="safe")
    declared = yaml.load(ROOT / "Pulumi.yaml")["config"]  # pyright: ignore[reportUnknownMemberType]
    given = yaml.load(ROOT / f"Pulumi.{stack}.yaml")["config"]  # pyright: ignore[reportUnknownMemberType]
    values = {key: entry["default"] for key, entry in declared.items() if "default" in entry}
    values |= {key.removeprefix("pyairtable:"): value for key, value in given.items()}
    fields = {str(field.alias) for field in Settings.model_fields.values()}
    assert set(declared) == fields | {actions_secrets.KEY, service_secrets.KEY, image_digests.KEY}
    parsed = settings.parse({key: value for key, value in values.items() if key in fields}, stack)
    assert parsed.environment == stack
    assert parsed.protect_repositories is (stack == "prod")
