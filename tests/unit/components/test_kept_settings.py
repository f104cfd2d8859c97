"""What the program takes over from GitHub, asked of the stand-in."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from catalog.repository_settings import RepositorySettings
from components import kept_settings, organization
from components.organization import Adoption
from components.recorded import Recorded
from tests.unit.stand_in import ADMIN, OWNER, Api

NAME = "pyairtable-go-shared"
BASE = f"/repos/{OWNER}/{NAME}"
PREFIX = "go-shared-repository"
OWN: dict[str, Any] = {
    "variables": {"ZONE": "eu"},
    "environments": {"prod": {"branches": ["main", "release"]}},
    "webhooks": {"chat": {"url": "https://chat.example/1", "events": ["push"]}},
}
WANTED = {
    "repositoryRuleset:RepositoryRuleset": (f"{PREFIX}-rules", f"{PREFIX}-release-rules"),
    "issueLabel:IssueLabel": (f"{PREFIX}-label-template update", f"{PREFIX}-label-security"),
    "repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": (
        f"{PREFIX}-environment-prod-branch-main",
        f"{PREFIX}-environment-prod-branch-release",
    ),
    "actionsVariable:ActionsVariable": (f"{PREFIX}-variable-ZONE", f"{PREFIX}-variable-CODE_SCANNING"),
    "repositoryWebhook:RepositoryWebhook": (f"{PREFIX}-webhook-chat",),
}


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", ADMIN)


@pytest.fixture
def find(api: Api, plan: Catalog) -> Callable[..., Adoption]:
    """Asks for one repository, and gives its adoption."""

    def run(adoption: Adoption, recorded: dict[str, dict[str, Any]] | None = None) -> Adoption:
        url = f"{str(api.client.base_url).rstrip('/')}/"
        client = organization.connect(url, OWNER, lazy=True)
        entry = next(repository for repository in plan.repositories if repository.name == NAME)
        entry = entry.model_copy(update={"settings": RepositorySettings.model_validate(OWN)})
        state = Recorded(recorded or {})
        return kept_settings.find(client, plan, [entry], {NAME: adoption}, state)[NAME]

    return run


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::pyairtable::a$github:index/{token}::{name}"


def calls(api: Api) -> list[str]:
    log: list[dict[str, Any]] = api.client.get("/_control/requests").json()
    return [entry["path"].removeprefix(f"/api/v3{BASE}") for entry in log if BASE in entry["path"]]


def test_of_a_repository_that_is_created_nothing_is_asked(find: Callable[..., Adoption], api: Api) -> None:
    assert find(Adoption()).kept == {}
    assert calls(api) == []


def test_everything_that_outlived_its_stack_is_imported(find: Callable[..., Adoption], api: Api) -> None:
    api.create(NAME)
    for name in ("default branch", "theirs", "releases"):
        api("POST", f"{BASE}/rulesets", {"name": name, "enforcement": "active"}, 201)
    api("POST", f"{BASE}/labels", {"name": "Security", "color": "ffffff"}, 201)
    api("POST", f"{BASE}/actions/variables", {"name": "ZONE", "value": "us"}, 201)
    api("PUT", f"{BASE}/environments/prod", {})
    api("POST", f"{BASE}/environments/prod/deployment-branch-policies", {"name": "main"})
    api("POST", f"{BASE}/hooks", {"config": {"url": "https://other.example/"}}, 201)
    api("POST", f"{BASE}/hooks", {"config": {"url": "https://chat.example/1"}}, 201)
    adoption = find(Adoption(import_name=NAME))
    assert adoption.imports == {
        f"{PREFIX}-rules": f"{NAME}:1",
        f"{PREFIX}-release-rules": f"{NAME}:3",
        f"{PREFIX}-label-security": f"{NAME}:Security",
        f"{PREFIX}-variable-ZONE": f"{NAME}:ZONE",
        f"{PREFIX}-environment-prod-branch-main": f"{NAME}:prod:1",
        f"{PREFIX}-webhook-chat": f"{NAME}/2",
    }


def test_what_github_does_not_have_is_created(find: Callable[..., Adoption], api: Api) -> None:
    api.create(NAME)
    assert find(Adoption(import_name=NAME)).kept == {}


def test_a_run_in_which_nothing_is_new_asks_nothing(find: Callable[..., Adoption], api: Api) -> None:
    api.create(NAME)
    known = {urn(token, name): {"repository": NAME} for token, names in WANTED.items() for name in names}
    before = calls(api)
    assert find(Adoption(import_name=NAME), known).kept == {}
    assert calls(api) == before


def test_only_the_kind_of_which_something_is_new_is_asked_for(find: Callable[..., Adoption], api: Api) -> None:
    api.create(NAME)
    known = {
        urn(token, name): {"repository": NAME}
        for token, names in WANTED.items()
        for name in names
        if token != "actionsVariable:ActionsVariable"
    }
    before = len(calls(api))
    find(Adoption(import_name=NAME), known)
    assert calls(api)[before:] == ["/actions/variables"]


def test_settings_recorded_under_a_former_name_are_taken_over_under_the_new_one(
    find: Callable[..., Adoption], api: Api
) -> None:
    api.create(NAME)
    api("POST", f"{BASE}/labels", {"name": "security", "color": "ffffff"}, 201)
    known = {urn(token, name): {"repository": "former"} for token, names in WANTED.items() for name in names}
    assert find(Adoption(import_name=NAME), known).imports == {f"{PREFIX}-label-security": f"{NAME}:security"}


def test_an_import_follows_a_rename() -> None:
    adoption = Adoption(import_name="old", rename_from="old", kept={"one-rules": ":1", "one-webhook": "/2"})
    assert adoption.imports == {"one-rules": "old:1", "one-webhook": "old/2"}


def test_a_github_that_refuses_is_named_with_the_repository(
    find: Callable[..., Adoption], api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.create(NAME)
    monkeypatch.setenv("GITHUB_TOKEN", "wrong")
    with pytest.raises(pulumi.RunError, match=f"github: {NAME}: its settings cannot be read: 401 Bad credentials"):
        find(Adoption(import_name=NAME))
