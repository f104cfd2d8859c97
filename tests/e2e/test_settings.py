"""Settings of repositories as the real provider gives them to GitHub: made, changed, taken over, left alone.

The tests tell one story on one organisation, so they run in this order.
"""

from collections.abc import Generator
from typing import Any, cast

import pytest

from catalog import load
from components.organization import connect
from tests.e2e.repositories import OWNER, Repositories, organization
from verify import repository_settings

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("settings")]

NEW = "pyairtable-api-gateway-go"
LIBRARY = "pyairtable-go-shared"
ADOPTED = "mcp-server-py"


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Generator[Repositories]:
    with organization(tmp_path_factory.mktemp("settings")) as made:
        yield made


@pytest.fixture(scope="module")
def before(github: Repositories) -> dict[str, Any]:
    """The existing repositories before anything ran."""
    return {name: settings_of(github, name) for name in ("mcp-server-py", "llm-orchestrator-py", "airtable-gateway-py")}


def settings_of(github: Repositories, name: str) -> dict[str, Any]:
    """Everything of a repository that a person could have set."""
    lists = ("labels", "rulesets", "environments", "actions/variables", "actions/secrets", "hooks", "teams")
    return lasting(github.get(name)) | {path: lasting(github.get(f"{name}/{path}")) for path in lists}


def lasting(value: Any) -> Any:
    """Without what changes when the same is written again: times, and the numbers of an environment's rules."""
    if isinstance(value, list):
        return [lasting(item) for item in cast("list[Any]", value)]
    if not isinstance(value, dict):
        # An empty text and none are the same to GitHub; the provider sends the first.
        return value or None
    fields = cast("dict[str, Any]", value)
    passing = {"updated_at", "pushed_at", *(("id",) if fields.get("type") == "required_reviewers" else ())}
    return {key: lasting(item) for key, item in fields.items() if key not in passing}


def failures(github: Repositories, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What verification finds wrong."""
    monkeypatch.setenv("GITHUB_TOKEN", github.github.token)
    catalog = load(github.catalog)
    names = {entry.name for entry in catalog.repositories if entry.phase <= 1}
    results = list(repository_settings.check(connect(f"{github.github.url}/", OWNER, lazy=True), catalog, names))
    assert len(results) > 50
    return [f"{result.subject} {result.fact}: {result.problem}" for result in results if not result.passed]


def edit(github: Repositories, name: str, **settings: Any) -> None:
    """Lets a repository's entry say something of its settings."""

    def change(content: Any) -> None:
        entry = next(entry for entry in content["repositories"] if entry["name"] == name)
        entry["settings"] = settings

    github.edit(change)


@pytest.mark.usefixtures("before")
def test_a_team_that_exists_is_taken_over_and_the_rest_is_made(
    github: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = github.request("POST", f"/orgs/{OWNER}/teams", {"name": "Platform"})["id"]
    github.up()
    assert failures(github, monkeypatch) == []
    (found,) = github.get(f"/orgs/{OWNER}/teams")
    assert (found["id"], found["privacy"]) == (team, "closed")
    assert [rule["type"] for rule in github.get(f"{NEW}/environments/prod")["protection_rules"]] == [
        "required_reviewers"
    ]
    assert {ruleset["name"] for ruleset in github.get(f"{LIBRARY}/rulesets")} == {"default branch", "releases"}


def test_the_existing_repositories_are_as_they_were(github: Repositories, before: dict[str, Any]) -> None:
    assert {name: settings_of(github, name) for name in before} == before


def test_nothing_is_left_to_change_and_next_to_nothing_is_asked(github: Repositories) -> None:
    before = len(github.github.requests())
    assert github.changes() == {}
    asked = [(entry["method"], entry["path"]) for entry in github.github.requests()[before:]]
    # The organisation, for the program and for the provider, and its repositories.
    assert len(asked) <= 3, asked
    assert github.changes("--refresh") == {}


def test_a_change_of_the_organisation_s_layer_changes_only_what_inherits_it(github: Repositories) -> None:
    github.edit(lambda content: content["settings"]["branch_rules"].update(approvals=2))
    assert github.changes() == {
        f"{name}-repository-rules": "update" for name in ("infrastructure", "go-shared", "api-gateway")
    }


def test_a_change_of_one_entry_changes_only_that_repository(
    github: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(github, NEW, merging={"rebase": True}, labels={"late": {"color": "ff0000"}})
    assert github.changes() == {
        "api-gateway-repository-settings": "update",
        "api-gateway-repository-label-late": "create",
    }
    github.up()
    assert failures(github, monkeypatch) == []
    assert github.get(NEW)["allow_rebase_merge"] is True


def test_a_deviation_of_an_adopted_repository_is_all_that_changes_there(
    github: Repositories, before: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    wiki = not before[ADOPTED]["has_wiki"]
    edit(github, ADOPTED, features={"wiki": wiki})
    assert github.changes()["mcp-server-repository-settings"] == "update"
    github.up()
    assert failures(github, monkeypatch) == []
    assert settings_of(github, ADOPTED) == before[ADOPTED] | {"has_wiki": lasting(wiki)}
    assert github.changes("--refresh") == {}


def test_what_a_person_made_by_hand_is_taken_over_instead_of_failing(
    github: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    github.request("POST", f"/repos/{OWNER}/{ADOPTED}/actions/variables", {"name": "ZONE", "value": "theirs"})
    github.request("POST", f"/repos/{OWNER}/{ADOPTED}/labels", {"name": "Late", "color": "ffffff"})
    hook = {"config": {"url": "https://chat.example/1"}, "events": ["push"]}
    number = github.request("POST", f"/repos/{OWNER}/{ADOPTED}/hooks", hook)["id"]
    edit(
        github,
        ADOPTED,
        variables={"ZONE": "ours"},
        labels={"late": {"color": "ff0000"}},
        webhooks={"chat": {"url": "https://chat.example/1", "events": ["push", "issues"], "secret": "chat-key"}},
        secrets={"DEPLOY_TOKEN": "deploy-token"},
    )
    github.configure("actionsSecrets.chat-key", "canary-of-a-webhook")
    github.up()
    assert failures(github, monkeypatch) == []
    assert [found["id"] for found in github.get(f"{ADOPTED}/hooks")] == [number]
    assert github.changes() == {}


def test_no_secret_is_in_the_state_in_plain_text(github: Repositories) -> None:
    states = [path for path in (github.folder / "state").rglob("*") if path.is_file()]
    assert any(b"DEPLOY_TOKEN" in path.read_bytes() for path in states)
    assert not any(b"canary-of-" in path.read_bytes() for path in states)


def test_a_label_that_somebody_deleted_comes_back(github: Repositories) -> None:
    github.request("DELETE", f"/repos/{OWNER}/{NEW}/labels/security")
    changes = github.changes("--refresh")
    assert changes == {"api-gateway-repository-label-security": "create"}
    github.up("--refresh")
    assert "security" in {label["name"] for label in github.get(f"{NEW}/labels")}


def test_destroying_the_stack_leaves_every_setting_and_up_takes_them_over(github: Repositories) -> None:
    github.edit(lambda _: None)
    github.up()
    kept = {name: settings_of(github, name) for name in (NEW, LIBRARY, ADOPTED)}
    github.destroy()
    assert {name: settings_of(github, name) for name in kept} == kept
    github.up()
    assert {name: settings_of(github, name) for name in kept} == kept
    assert github.changes("--refresh") == {}


def test_after_a_lost_state_up_takes_everything_over(github: Repositories) -> None:
    kept = {name: settings_of(github, name) for name in (NEW, LIBRARY, ADOPTED)}
    github.forget()
    github.up()
    assert {name: settings_of(github, name) for name in kept} == kept
    assert github.changes("--refresh") == {}
