"""What each setting of the catalog becomes on GitHub."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import TypeAdapter

from catalog import Catalog
from catalog.repository_settings import RepositorySettings
from components.organization import Adoption
from components.service_repository import GitHubHome, ServiceRepository
from tests.unit.components.recording import Recording, Secret, record

HomeFactory = Callable[..., GitHubHome]
Register = Callable[..., Recording]

_LAYER = TypeAdapter(RepositorySettings)


@pytest.fixture
def register(plan: Catalog, make_home: HomeFactory) -> Register:
    """Registers a new or existing repository whose own entry says something."""

    def run(name: str = "pyairtable-auth-service-go", **own: Any) -> Recording:
        entry = next(repository for repository in plan.repositories if repository.name == name)
        entry = entry.model_copy(update={"settings": _LAYER.validate_python(own)})

        def program() -> None:
            home = make_home()
            adoption = Adoption(import_name=name if entry.origin == "existing" else None)
            settings = plan.managed_settings(entry)
            ServiceRepository("one", repository=entry, settings=settings, home=home, adoption=adoption, source="x")

        return record(program)

    return run


def test_the_default_branch_wants_a_review_and_a_passed_pipeline(register: Register) -> None:
    rules = register()["one-rules"].inputs
    assert rules["enforcement"] == "active"
    assert rules["conditions"]["refName"]["includes"] == ["~DEFAULT_BRANCH"]
    assert rules["rules"]["deletion"] is True
    assert rules["rules"]["nonFastForward"] is True
    assert rules["rules"]["pullRequest"]["requiredApprovingReviewCount"] == 1
    assert rules["rules"]["requiredStatusChecks"]["requiredChecks"] == [{"context": "ci"}]
    assert [actor["bypassMode"] for actor in rules["bypassActors"]] == ["pull_request"]


def test_an_entry_changes_the_rules_of_its_branch(register: Register) -> None:
    own: dict[str, Any] = {
        "approvals": 2,
        "required_checks": [],
        "administrators_bypass": False,
        "signed_commits": True,
    }
    rules = register(branch_rules=own)["one-rules"].inputs
    assert rules["rules"]["pullRequest"]["requiredApprovingReviewCount"] == 2
    assert "requiredStatusChecks" not in rules["rules"]
    assert rules["rules"]["requiredSignatures"] is True
    assert rules["bypassActors"] == []


def test_without_rules_the_branch_has_none(register: Register) -> None:
    assert register(branch_rules=None).of_type("RepositoryRuleset") == []


def test_a_library_s_releases_are_never_moved_or_deleted(register: Register) -> None:
    rules = register("pyairtable-go-shared")["one-release-rules"].inputs
    assert (rules["target"], rules["enforcement"]) == ("tag", "active")
    assert rules["conditions"]["refName"]["includes"] == ["refs/tags/v*"]
    assert (rules["rules"]["deletion"], rules["rules"]["update"]) == (True, True)
    assert rules.get("bypassActors", []) == []


def test_merge_rules_and_features_are_the_repository_s_own_fields(register: Register) -> None:
    merging = {"rebase": True, "auto_merge": False}
    settings = register(merging=merging, features={"wiki": True}, visibility="internal")["one-settings"].inputs
    assert settings["visibility"] == "internal"
    assert (settings["hasIssues"], settings["hasWiki"]) == (True, True)
    assert (settings["allowSquashMerge"], settings["allowRebaseMerge"], settings["allowMergeCommit"]) == (
        True,
        True,
        False,
    )
    assert (settings["allowAutoMerge"], settings["deleteBranchOnMerge"]) == (False, True)
    assert (settings["squashMergeCommitTitle"], settings["squashMergeCommitMessage"]) == ("PR_TITLE", "PR_BODY")


def test_topics_come_beside_the_program_s_own(register: Register) -> None:
    topics = register(topics=["jwt"])["one-settings"].inputs["topics"]
    assert topics == ["go", "jwt", "pyairtable-platform", "service"]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, None),
        (
            {"visibility": "public"},
            {"secretScanning": {"status": "enabled"}, "secretScanningPushProtection": {"status": "enabled"}},
        ),
        (
            {"security": {"advanced_security": True, "push_protection": False}},
            {
                "advancedSecurity": {"status": "enabled"},
                "secretScanning": {"status": "enabled"},
                "secretScanningPushProtection": {"status": "disabled"},
            },
        ),
    ],
    ids=["private", "public", "private with advanced security"],
)
def test_secret_scanning_is_switched_on_where_github_allows_it(register: Register, own: Any, expected: Any) -> None:
    assert register(**own)["one-settings"].inputs.get("securityAndAnalysis") == expected


def test_security_updates_come_after_the_alerts_that_they_need(register: Register) -> None:
    made = register()
    assert made["one-alerts"].inputs["enabled"] is True
    assert made["one-security-updates"].inputs["enabled"] is True
    assert "one-alerts" in made["one-security-updates"].dependencies


def test_labels_are_single_resources_with_colour_and_description(register: Register) -> None:
    made = register(labels={"late": {"color": "ff0000", "description": "Overdue"}, "security": None})
    assert {label.inputs["name"] for label in made.of_type("IssueLabel")} == {"late", "template update"}
    label = made["one-label-late"].inputs
    assert (label["color"], label["description"]) == ("ff0000", "Overdue")


def test_a_team_gets_its_permission(register: Register) -> None:
    grant = register()["one-team-platform"].inputs
    assert (grant["teamId"], grant["permission"]) == ("7", "maintain")


def test_production_waits_for_a_reviewer_and_deploys_the_default_branch_only(register: Register) -> None:
    made = register()
    prod = made["one-environment-prod"]
    assert prod.inputs["reviewers"] == [{"teams": [7]}]
    assert (prod.inputs["preventSelfReview"], prod.inputs["canAdminsBypass"]) == (True, False)
    assert prod.inputs["deploymentBranchPolicy"] == {"protectedBranches": False, "customBranchPolicies": True}
    assert "one-team-platform" in prod.dependencies
    branch = made["one-environment-prod-branch-main"]
    assert (branch.inputs["environment"], branch.inputs["branchPattern"]) == ("prod", "main")
    dev = made["one-environment-dev"].inputs
    assert "reviewers" not in dev
    assert "deploymentBranchPolicy" not in dev


def test_an_environment_can_wait(register: Register) -> None:
    assert register(environments={"dev": {"wait_minutes": 30}})["one-environment-dev"].inputs["waitTimer"] == 30


def test_variables_are_plain_and_secrets_are_secret(register: Register) -> None:
    made = register(variables={"ZONE": "eu"}, secrets={"LIBRARY_TOKEN": None})
    assert made["one-variable-ZONE"].inputs["value"] == "eu"
    secret = made["one-secret-DEPLOY_TOKEN"].inputs
    assert secret["secretName"] == "DEPLOY_TOKEN"
    assert secret["value"] == Secret("hush")
    assert len(made.of_type("ActionsSecret")) == 1


def test_a_webhook_is_signed_with_a_secret(register: Register) -> None:
    hook = {"url": "https://chat.example/1", "events": ["push", "issues"], "secret": "deploy-token"}
    made = register(webhooks={"chat": hook})["one-webhook-chat"].inputs
    assert made["events"] == ["issues", "push"]
    assert "hush" not in repr({key: value for key, value in made.items() if key != "configuration"})
    configuration = made["configuration"]
    assert isinstance(configuration, Secret) or configuration["secret"] == Secret("hush")


def test_of_an_adopted_repository_only_what_its_entry_says_is_set(register: Register) -> None:
    made = register("llm-orchestrator-py", features={"wiki": False}, topics=["ai"], labels={"security": {}})
    assert {resource.name for resource in made.below("one")} == {"one-settings", "one-content", "one-label-security"}
    settings = made["one-settings"]
    assert settings.inputs == {"name": "llm-orchestrator-py", "hasWiki": False, "topics": ["ai"]}
    assert {"hasIssues", "description", "visibility"} <= set(settings.ignored)
    assert not {"hasWiki", "topics"} & set(settings.ignored)
    assert made["one-label-security"].inputs["color"] == "d93f0b"


def test_an_adopted_repository_s_branches_are_never_renamed(register: Register) -> None:
    branch = register("llm-orchestrator-py", default_branch="develop")["one-branch"]
    assert (branch.inputs["branch"], branch.inputs["rename"]) == ("develop", False)


def test_every_setting_is_retained_when_the_stack_goes(register: Register) -> None:
    made = register(
        webhooks={"chat": {"url": "https://chat.example/1", "events": ["push"]}},
        secrets={"DEPLOY_TOKEN": "deploy-token"},
        tag_rules={"patterns": ["v*"]},
    )
    assert [resource.name for resource in made.resources if not resource.retained] == []
