import json
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from catalog.repository_settings import RepositorySettings
from components import actions_secrets
from tests.unit.components.recording import Recording, Secret, record

SETTINGS = RepositorySettings.model_validate(
    {
        "secrets": {"DEPLOY_TOKEN": "deploy-token", "LIBRARY_TOKEN": None, "PULL_REQUEST_TOKEN": None},
        "webhooks": {"chat": {"url": "https://chat.example/1", "events": ["push"], "secret": "chat-key"}},
    }
)


def load(plan: Catalog, value: Any, settings: RepositorySettings = SETTINGS) -> Recording:
    entries = [entry.model_copy(update={"settings": settings}) for entry in plan.repositories[6:9]]

    def program() -> None:
        pulumi.export("read", dict(actions_secrets.load(pulumi.Config(), plan, entries)))

    config = {} if value is None else {"actionsSecrets": value if isinstance(value, str) else json.dumps(value)}
    return record(program, config=config)


def test_values_are_secret_from_the_start(plan: Catalog) -> None:
    made = load(plan, {"deploy-token": "a", "chat-key": "b", "unused": "c"})
    assert made.exports == {"read": {"deploy-token": Secret("a"), "chat-key": Secret("b")}}


def test_without_a_name_in_the_catalog_nothing_is_needed(plan: Catalog) -> None:
    nothing = {"LIBRARY_TOKEN": None, "DEPLOY_TOKEN": None, "PULL_REQUEST_TOKEN": None}
    assert load(plan, None, RepositorySettings.model_validate({"secrets": nothing})).exports == {"read": {}}


def test_each_missing_value_is_one_line_that_says_who_needs_it_and_how_to_set_it(plan: Catalog) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, None)
    assert str(refused.value).splitlines() == [
        "Pulumi.dev.yaml: pyairtable:actionsSecrets.deploy-token: is missing; pyairtable-infrastructure and 2 more "
        "needs it; set it with `pulumi config set --secret --path 'pyairtable:actionsSecrets.deploy-token'`",
        "Pulumi.dev.yaml: pyairtable:actionsSecrets.chat-key: is missing; pyairtable-infrastructure and 2 more "
        "needs it; set it with `pulumi config set --secret --path 'pyairtable:actionsSecrets.chat-key'`",
    ]


@pytest.mark.parametrize("value", ["hush", ["hush"]])
def test_a_list_or_text_is_refused_without_its_value(plan: Catalog, value: Any) -> None:
    with pytest.raises(pulumi.RunError, match="write each value below its name") as refused:
        load(plan, value)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("value", [7, {"a": "hush"}, ""])
def test_a_value_that_is_no_text_is_refused_without_being_shown(plan: Catalog, value: Any) -> None:
    with pytest.raises(pulumi.RunError, match=r"deploy-token: its value is no text") as refused:
        load(plan, {"deploy-token": value, "chat-key": "b"})
    assert "hush" not in str(refused.value)
