"""Settings on a GitHub that is as the catalog says, until a test changes one thing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog import Catalog, load
from catalog.repository_settings import RepositorySettings
from components.organization import connect
from tests.unit.stand_in import ADMIN, OWNER, Api
from verify import repository_settings

NAME = "pyairtable-go-shared"
BASE = f"/repos/{OWNER}/{NAME}"
OWN = {
    "variables": {"ZONE": "eu"},
    "environments": {"prod": {"reviewers": ["platform"], "branches": ["main"]}},
    "webhooks": {"chat": {"url": "https://chat.example/1", "events": ["push"]}},
    "secrets": {"TOKEN": "token"},
}


@pytest.fixture
def plan() -> Catalog:
    catalog = load(Path(__file__).resolve().parents[3] / "services.yaml")
    own = RepositorySettings.model_validate(OWN)
    library = next(entry for entry in catalog.repositories if entry.name == NAME)
    return catalog.model_copy(update={"repositories": (library.model_copy(update={"settings": own}),)})


@pytest.fixture
def world(api: Api, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setenv("GITHUB_TOKEN", ADMIN)
    api.create(
        NAME,
        visibility="private",
        has_projects=False,
        has_wiki=False,
        allow_merge_commit=False,
        allow_rebase_merge=False,
        allow_auto_merge=True,
        allow_update_branch=True,
        delete_branch_on_merge=True,
        squash_merge_commit_title="PR_TITLE",
        squash_merge_commit_message="PR_BODY",
    )
    api("PUT", f"{BASE}/topics", {"names": ["pyairtable-platform", "library", "go"]})
    api("POST", f"{BASE}/labels", {"name": "template update", "color": "0e8a16"}, 201)
    api("POST", f"{BASE}/labels", {"name": "security", "color": "d93f0b"}, 201)
    team = api("POST", f"/orgs/{OWNER}/teams", {"name": "Platform"}, 201)["id"]
    api("PUT", f"/orgs/{OWNER}/teams/platform{BASE}", {"permission": "maintain"}, 204)
    api("PUT", f"{BASE}/vulnerability-alerts", status=204)
    api("PUT", f"{BASE}/automated-security-fixes", status=204)
    api("POST", f"{BASE}/actions/variables", {"name": "ZONE", "value": "eu"}, 201)
    api("POST", f"{BASE}/actions/variables", {"name": "CODE_SCANNING", "value": "false"}, 201)
    environment = {
        "reviewers": [{"type": "Team", "id": team}],
        "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True},
    }
    api("PUT", f"{BASE}/environments/prod", environment)
    api("POST", f"{BASE}/environments/prod/deployment-branch-policies", {"name": "main"})
    api("POST", f"{BASE}/hooks", {"config": {"url": "https://chat.example/1"}, "events": ["push"]}, 201)
    api("POST", f"{BASE}/rulesets", branch_rules(), 201)
    tags = {"ref_name": {"include": ["refs/tags/v*"], "exclude": []}}
    rules = [{"type": "deletion"}, {"type": "update"}]
    body = {"name": "releases", "target": "tag", "enforcement": "active", "conditions": tags, "rules": rules}
    api("POST", f"{BASE}/rulesets", body, 201)
    put_secret(api, "TOKEN")
    return api


def branch_rules(**pull_request: Any) -> dict[str, Any]:
    review = {
        "required_approving_review_count": 1,
        "dismiss_stale_reviews_on_push": True,
        "require_code_owner_review": False,
        "required_review_thread_resolution": True,
        **pull_request,
    }
    return {
        "name": "default branch",
        "target": "branch",
        "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": [
            {"type": "deletion"},
            {"type": "non_fast_forward"},
            {"type": "required_linear_history"},
            {"type": "pull_request", "parameters": review},
            {"type": "required_status_checks", "parameters": {"required_status_checks": [{"context": "ci"}]}},
        ],
    }


def put_secret(api: Api, name: str) -> None:
    from tests.unit.github.test_settings import sealed

    key = api("GET", f"{BASE}/actions/secrets/public-key")
    body = {"key_id": key["key_id"], "encrypted_value": sealed(key["key"], "hush")}
    api("PUT", f"{BASE}/actions/secrets/{name}", body, 201)


@pytest.fixture
def failures(world: Api, plan: Catalog) -> Callable[[], list[tuple[str, str]]]:
    def run() -> list[tuple[str, str]]:
        client = connect(f"{str(world.client.base_url).rstrip('/')}/", OWNER, lazy=True)
        results = list(repository_settings.check(client, plan, {NAME}))
        assert {result.subject for result in results} == {NAME}
        return [(result.fact, result.problem) for result in results if not result.passed]

    return run


Failures = Callable[[], list[tuple[str, str]]]


def test_settings_as_they_should_be_pass(failures: Failures) -> None:
    assert failures() == []


BRANCH, TAGS = "/rulesets/{default branch}", "/rulesets/{releases}"


@pytest.mark.parametrize(
    ("change", "fact", "problem"),
    [
        (
            ("PATCH", "", {"allow_merge_commit": True}),
            "is merged into as the catalog says",
            "allow_merge_commit is True instead of False",
        ),
        (
            ("PATCH", "", {"visibility": "public"}),
            "is merged into as the catalog says",
            "visibility is 'public' instead of 'private'",
        ),
        (("PUT", "/topics", {"names": ["go"]}), "has its topics", "it has ['go']"),
        (("DELETE", BRANCH), "has a protected default branch", "the rule deletion is not on"),
        (
            ("PUT", BRANCH, {"enforcement": "disabled"}),
            "has a protected default branch",
            "the rule deletion is not on",
        ),
        (
            ("PUT", BRANCH, branch_rules(required_approving_review_count=0)),
            "has a protected default branch",
            "required_approving_review_count is 0 instead of 1",
        ),
        (
            ("PUT", TAGS, {"rules": [{"type": "deletion"}]}),
            "has releases that nobody moves or deletes",
            "the rule update is not on",
        ),
        (("DELETE", "/labels/security"), "has its labels", "security is missing"),
        (("DELETE", "/environments/prod"), "has its deployment environments", "prod is missing"),
        (
            ("PUT", "/environments/prod", {"reviewers": None}),
            "has its deployment environments",
            "prod has 0 reviewers instead of 1",
        ),
        (
            ("PATCH", "/actions/variables/ZONE", {"value": "us"}),
            "has its Actions variables and secrets",
            "the variable ZONE is 'us' instead of 'eu'",
        ),
        (
            ("DELETE", "/actions/secrets/TOKEN"),
            "has its Actions variables and secrets",
            "the secret TOKEN is missing",
        ),
        (("PATCH", "/hooks/1", {"events": ["issues"]}), "has its webhooks", "chat is called for ['issues']"),
        (("DELETE", "/automated-security-fixes"), "is watched by Dependabot", "security updates are off"),
        (("DELETE", "/vulnerability-alerts"), "is watched by Dependabot", "security updates are off"),
    ],
)
def test_a_setting_that_was_changed_by_hand_is_found(
    failures: Failures, world: Api, change: tuple[Any, ...], fact: str, problem: str
) -> None:
    method, path, *body = change
    numbers = {each["name"]: each["id"] for each in world("GET", f"{BASE}/rulesets")}
    answer = world.client.request(method, f"/api/v3{BASE}{path.format_map(numbers)}", json=body[0] if body else None)
    assert answer.status_code < 300, answer.text
    assert failures() == [(fact, problem)]


def test_a_team_that_lost_its_permission_is_found(failures: Failures, world: Api) -> None:
    world("PUT", f"/orgs/{OWNER}/teams/platform{BASE}", {"permission": "pull"}, 204)
    assert failures() == [("has its teams", "platform may pull instead of maintain")]


def test_of_an_existing_repository_only_what_its_entry_names_is_looked_at(world: Api, plan: Catalog) -> None:
    (entry,) = plan.repositories
    own = RepositorySettings.model_validate({"variables": {"ZONE": "eu"}})
    existing = entry.model_copy(update={"origin": "existing", "settings": own})
    catalog = plan.model_copy(update={"repositories": (existing,)})
    world("PATCH", BASE, {"allow_merge_commit": True})
    client = connect(f"{str(world.client.base_url).rstrip('/')}/", OWNER, lazy=True)
    assert all(result.passed for result in repository_settings.check(client, catalog, {NAME}))
    world("PATCH", f"{BASE}/actions/variables/ZONE", {"value": "us"}, 204)
    assert [r.fact for r in repository_settings.check(client, catalog, {NAME}) if not r.passed] == [
        "has its Actions variables and secrets"
    ]
