import inspect
from collections.abc import Callable
from typing import Any

import pulumi_github as github
import pytest
from pydantic.alias_generators import to_camel

from catalog import Catalog
from components.organization import Adoption
from components.service_repository import GitHubHome, ServiceRepository
from tests.unit.components.recording import Recording, Secret, record

HomeFactory = Callable[..., GitHubHome]


@pytest.fixture
def register(plan: Catalog, make_home: HomeFactory) -> Callable[..., Recording]:
    def run(entry: str, adoption: Adoption | None = None, **home: Any) -> Recording:
        repository = next(r for r in plan.repositories if r.name == entry)

        def program() -> None:
            ServiceRepository(
                "one",
                repository=repository,
                settings=plan.managed_settings(repository),
                home=make_home(**home),
                adoption=adoption or Adoption(),
                source=".rendered/one",
            )

        return record(program)

    return run


def test_a_new_repository_gets_settings_content_and_merge_rules(register: Callable[..., Recording]) -> None:
    made = register("pyairtable-auth-service-go")
    assert {resource.name for resource in made.below("one")} == {
        "one-settings",
        "one-content",
        "one-branch",
        "one-alerts",
        "one-security-updates",
        "one-rules",
        "one-label-security",
        "one-label-template update",
        "one-team-platform",
        "one-environment-dev",
        "one-environment-prod",
        "one-environment-prod-branch-main",
        "one-variable-CODE_SCANNING",
        "one-secret-DEPLOY_TOKEN",
        "one-secret-LIBRARY_TOKEN",
    }
    settings = made["one-settings"]
    assert settings.import_id == ""
    assert settings.inputs["description"] == "JWT authentication"
    assert settings.inputs["visibility"] == "private"
    assert settings.inputs["topics"] == ["go", "pyairtable-platform", "service"]


def test_the_first_content_is_committed_before_the_branch_is_protected(register: Callable[..., Recording]) -> None:
    made = register("pyairtable-auth-service-go")
    assert "one-content" in made["one-rules"].dependencies
    assert "one-settings" in made["one-content"].dependencies


def test_an_adopted_repository_is_imported_and_keeps_every_setting_of_its_own(
    register: Callable[..., Recording],
) -> None:
    made = register("llm-orchestrator-py", Adoption(import_name="llm-orchestrator-py"))
    assert [resource.name for resource in made.below("one")] == ["one-settings", "one-content"]
    settings = made["one-settings"]
    assert settings.import_id == "llm-orchestrator-py"
    assert settings.inputs == {"name": "llm-orchestrator-py"}
    assert {"description", "topics", "visibility", "hasWiki", "allowMergeCommit"} <= set(settings.ignored)


def test_no_setting_that_the_provider_would_reset_is_left_out(register: Callable[..., Recording]) -> None:
    # The provider keeps what GitHub says for these, or uses them only when it makes or deletes a repository.
    harmless = {
        "archiveOnDestroy",
        "defaultBranch",
        "etag",
        "fork",
        "gitignoreTemplate",
        "ignoreVulnerabilityAlertsDuringRead",
        "licenseTemplate",
        "private",
        "sourceOwner",
        "sourceRepo",
    }
    inputs = {to_camel(name) for name, _ in inspect.getmembers(github.RepositoryArgs, inspect.isdatadescriptor)}
    known = {name for name in inputs if not name.startswith("_")}
    ignored = set(register("llm-orchestrator-py")["one-settings"].ignored)
    assert ignored == known - harmless - {"name"}


def test_a_renamed_repository_is_imported_under_its_former_name_in_a_preview(
    register: Callable[..., Recording],
) -> None:
    adoption = Adoption(import_name="pyairtable-platform-services", rename_from="pyairtable-platform-services")
    settings = register("schema-service-py", adoption)["one-settings"]
    assert settings.import_id == "pyairtable-platform-services"
    assert settings.inputs["name"] == "schema-service-py"


def test_a_repository_that_this_program_made_before_is_imported_whole(register: Callable[..., Recording]) -> None:
    made = register("pyairtable-auth-service-go", Adoption(import_name="pyairtable-auth-service-go"))
    assert made["one-settings"].import_id == "pyairtable-auth-service-go"
    assert made["one-content"].import_id == ""


def test_settings_that_outlived_the_stack_are_imported_with_their_repository(
    register: Callable[..., Recording],
) -> None:
    name = "pyairtable-auth-service-go"
    kept = {"one-rules": ":42", "one-label-security": ":security", "one-variable-CODE_SCANNING": ":CODE_SCANNING"}
    made = register(name, Adoption(import_name=name, kept=kept))
    imported = {resource.name: resource.import_id for resource in made.resources if resource.import_id}
    assert imported == {
        "one-settings": name,
        "one-rules": f"{name}:42",
        "one-label-security": f"{name}:security",
        "one-variable-CODE_SCANNING": f"{name}:CODE_SCANNING",
    }


def test_the_branch_that_github_made_may_be_renamed_but_not_one_that_people_work_on(
    register: Callable[..., Recording],
) -> None:
    name = "pyairtable-auth-service-go"
    assert register(name)["one-branch"].inputs["rename"] is True
    assert register(name, Adoption(import_name=name))["one-branch"].inputs["rename"] is False


def test_another_stack_s_repositories_are_linked_to_and_not_touched(register: Callable[..., Recording]) -> None:
    made = register("pyairtable-auth-service-go", manage=False)
    assert [resource.name for resource in made.resources] == ["one"]


@pytest.mark.parametrize("entry", ["pyairtable-auth-service-go", "llm-orchestrator-py"])
def test_nothing_of_a_repository_is_deleted_with_the_stack(register: Callable[..., Recording], entry: str) -> None:
    made = register(entry)
    assert all(resource.retained for resource in made.resources), made.resources


@pytest.mark.parametrize("protect", [True, False])
def test_a_repository_is_protected_when_the_stack_says_so(register: Callable[..., Recording], protect: bool) -> None:
    assert register("pyairtable-auth-service-go", protect=protect)["one-settings"].protected is protect


def test_no_credential_is_among_a_repository_s_inputs(
    register: Callable[..., Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "canary-token")
    made = register("pyairtable-auth-service-go")
    assert "canary-token" not in repr(made)


def test_what_pipelines_need_as_a_secret_is_one_in_the_state(register: Callable[..., Recording]) -> None:
    made = register("pyairtable-auth-service-go")
    secrets = {r.name: r.inputs["value"] for r in made.of_type("ActionsSecret")}
    assert secrets == {"one-secret-DEPLOY_TOKEN": Secret("hush"), "one-secret-LIBRARY_TOKEN": Secret("hush")}
