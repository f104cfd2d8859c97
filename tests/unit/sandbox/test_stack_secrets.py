"""The databases' addresses in the sandbox's copy of the stack's configuration."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ruamel.yaml import YAML

from sandbox import stack

ADDRESSES = {"auth-service": "postgresql://a:canary@h/a", "user-service": "postgresql://u:canary@h/u"}
START = """\
config:
  pyairtable:environment: dev
  pyairtable:serviceSecrets:
    auth-service:
      JWT_KEY: {secure: v1:mine}
    gone-service:
      DATABASE_URL: {secure: v1:gone}
encryptionsalt: v1:salt
"""


class Pulumi:
    """Writes what it is told as Pulumi would, and notes each call."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.calls: list[Sequence[str]] = []

    def run(self, command: Sequence[str], *, input: str, **_options: Any) -> Any:
        self.calls.append(command)
        yaml = YAML()
        content: Any = yaml.load(self.file)  # pyright: ignore[reportUnknownMemberType]
        key = next(word for word in command if word.startswith(stack.SECRETS))
        service, variable = key.split(".")[-2:]
        secrets: Any = content["config"][stack.SECRETS]
        known: dict[str, Any] = secrets.setdefault(service, {})
        known[variable] = {"secure": f"v1:{len(input)}"}
        with self.file.open("w") as file:
            yaml.dump(content, file)  # pyright: ignore[reportUnknownMemberType]
        return SimpleNamespace(returncode=0, stderr="")


@pytest.fixture
def pulumi(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pulumi:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(START)
    monkeypatch.setattr(stack, "CONFIG_FILE", file)
    monkeypatch.setattr(stack, "HOLDS", tmp_path / "holds")
    here = Pulumi(file)
    monkeypatch.setattr(subprocess, "run", here.run)
    return here


def hold(addresses: dict[str, str]) -> None:
    stack.hold_databases(addresses, ["auth-service", "user-service", "chat-service"], {})


def secrets(pulumi: Pulumi) -> Any:
    return YAML(typ="safe").load(pulumi.file)["config"][stack.SECRETS]  # pyright: ignore[reportUnknownMemberType]


def test_every_address_is_set_as_a_secret_beside_what_a_person_set(pulumi: Pulumi) -> None:
    hold(ADDRESSES)
    assert all("--secret" in call for call in pulumi.calls)
    assert set(secrets(pulumi)["auth-service"]) == {"JWT_KEY", "DATABASE_URL"}


def test_no_password_is_among_the_arguments_that_everybody_can_read(pulumi: Pulumi) -> None:
    hold(ADDRESSES)
    assert len(pulumi.calls) == len(ADDRESSES)
    assert not any("canary" in word for call in pulumi.calls for word in call)


def test_nothing_is_called_when_nothing_changed(pulumi: Pulumi) -> None:
    hold(ADDRESSES)
    hold(ADDRESSES)
    assert len(pulumi.calls) == len(ADDRESSES)


@pytest.mark.parametrize(
    "changed",
    [{**ADDRESSES, "auth-service": "postgresql://a:other@h/a"}, {**ADDRESSES, "chat-service": "postgresql://c@h/c"}],
)
def test_a_changed_or_further_address_is_set(pulumi: Pulumi, changed: dict[str, str]) -> None:
    hold(ADDRESSES)
    hold(changed)
    assert len(pulumi.calls) == len(ADDRESSES) + len(changed)


def test_addresses_that_were_lost_from_the_configuration_are_set_again(pulumi: Pulumi) -> None:
    hold(ADDRESSES)
    pulumi.file.write_text(START)
    hold(ADDRESSES)
    assert len(pulumi.calls) == 2 * len(ADDRESSES)


def test_secrets_of_a_service_that_left_the_catalog_go(pulumi: Pulumi) -> None:
    hold(ADDRESSES)
    assert "gone-service" not in secrets(pulumi)


def test_no_address_is_kept_in_plain_text(pulumi: Pulumi) -> None:
    hold(ADDRESSES)
    assert "canary" not in stack.HOLDS.read_text()
