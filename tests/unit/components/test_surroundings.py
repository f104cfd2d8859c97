import json
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from components import kept_settings, organization, reachability, surroundings
from components.organization import Adoption, Existing
from components.platform_service import Surroundings
from components.settings import Settings
from tests.unit.components.conftest import TOKENS, databases_of
from tests.unit.components.recording import record

SettingsFactory = Callable[..., Settings]


class World:
    """Everything outside the program, and what the program did to it."""

    def __init__(self) -> None:
        self.unreachable: list[str] = []
        self.repositories: dict[str, Existing] = {}
        self.renamed: list[str] = []
        self.teams: dict[str, str] = {}
        self.asked_for_teams: list[str] = []

    def connect(self, *_: str, **_options: bool) -> Any:
        return self

    def problems(self, _: Settings) -> list[str]:
        return list(self.unreachable)

    def existing(self, *_: Any) -> dict[str, Existing]:
        return self.repositories

    def existing_teams(self, _client: Any, _organization: str, slugs: list[str]) -> dict[str, str]:
        self.asked_for_teams += slugs
        return self.teams

    def get_repo(self, full_name: str) -> Any:
        def edit(name: str) -> None:
            self.renamed.append(f"{full_name} -> {name}")

        return SimpleNamespace(edit=edit)


@pytest.fixture
def world(plan: Catalog, monkeypatch: pytest.MonkeyPatch) -> World:
    here = World()
    before = [entry.renamed_from or entry.name for entry in plan.repositories if entry.origin == "existing"]
    here.repositories = {name.lower(): Existing(name, marked=False) for name in before}

    def written(*_: Any) -> dict[str, Any]:
        return {}

    monkeypatch.setattr(reachability, "problems", here.problems)
    monkeypatch.setattr(organization, "connect", here.connect)
    monkeypatch.setattr(organization, "existing", here.existing)

    def unchanged(_client: Any, _catalog: Catalog, _managed: Any, plan: dict[str, Adoption], _state: Any) -> Any:
        return plan

    monkeypatch.setattr(organization, "teams", here.existing_teams)
    monkeypatch.setattr(kept_settings, "find", unchanged)
    monkeypatch.setattr(surroundings, "write", written)
    return here


@pytest.fixture
def gather(make_settings: SettingsFactory, plan: Catalog) -> Callable[..., Surroundings]:
    def run(
        *,
        preview: bool = False,
        secrets: Any = None,
        digests: Any = None,
        actions: Any = TOKENS,
        recorded: tuple[str, ...] = (),
        **settings: str,
    ) -> Surroundings:
        gathered: list[Surroundings] = []

        def program() -> None:
            gathered.append(surroundings.gather(make_settings(**settings), plan))

        objects = {
            "serviceSecrets": databases_of(plan) if secrets is None else secrets,
            "imageDigests": digests,
            "actionsSecrets": dict.fromkeys(actions, "hush"),
        }
        config = {key: json.dumps(value) for key, value in objects.items() if value}
        record(program, preview=preview, config=config, recorded=recorded)
        return gathered[0]

    return run


def test_an_update_renames_and_then_imports_under_the_new_name(
    world: World, gather: Callable[..., Surroundings]
) -> None:
    adoption = gather().adoptions["schema-service-py"]
    assert world.renamed == ["Reg-Kris/pyairtable-platform-services -> schema-service-py"]
    assert adoption == Adoption(import_name="schema-service-py")


def test_a_preview_renames_nothing(world: World, gather: Callable[..., Surroundings]) -> None:
    adoption = gather(preview=True).adoptions["schema-service-py"]
    assert world.renamed == []
    assert adoption.import_name == "pyairtable-platform-services"


def test_nothing_is_renamed_while_anything_else_is_wrong(world: World, gather: Callable[..., Surroundings]) -> None:
    world.unreachable = ["kubernetes: does not answer"]
    with pytest.raises(pulumi.RunError, match="does not answer"):
        gather()
    assert world.renamed == []


def test_everything_that_a_person_has_to_mend_is_reported_together(
    world: World, gather: Callable[..., Surroundings]
) -> None:
    world.unreachable = ["kubernetes: does not answer", "registry: does not answer"]
    world.repositories = {}
    with pytest.raises(pulumi.RunError) as refused:
        gather(secrets={"nobody": {"KEY": "value"}}, digests={"somebody": "latest"}, actions=["deploy-token"])
    text = str(refused.value)
    for part in (
        "kubernetes: ",
        "registry: ",
        "serviceSecrets.nobody",
        "imageDigests.somebody",
        "actionsSecrets.library-token: is missing",
        "llm-orchestrator-py: the catalog says",
    ):
        assert part in text


def test_a_token_that_may_only_read_may_preview_and_changes_nothing(
    world: World, gather: Callable[..., Surroundings]
) -> None:
    world.repositories = {key: replace(found, administered=False) for key, found in world.repositories.items()}
    assert gather(preview=True).adoptions
    with pytest.raises(
        pulumi.RunError, match="mcp-server-py: the owner of the token in GITHUB_TOKEN may not administer"
    ):
        gather()
    assert world.renamed == []


@pytest.mark.usefixtures("world")
def test_the_stack_s_image_digests_are_what_its_services_run(gather: Callable[..., Surroundings]) -> None:
    digests = {"auth-service": "sha256:" + "a" * 64}
    assert gather(digests=digests).images.pinned == digests
    assert gather().images.pinned == {}


def test_a_stack_that_only_refers_to_repositories_does_not_ask_github(
    world: World, gather: Callable[..., Surroundings], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **_options: Any) -> Any:
        raise AssertionError("GitHub is asked")

    monkeypatch.setattr(organization, "connect", refuse)
    gathered = gather(repositories="reference")
    assert gathered.adoptions == {}
    assert gathered.github.manage is False
    assert world.renamed == []


@pytest.mark.usefixtures("world")
def test_a_repository_beyond_through_phase_is_left_alone(gather: Callable[..., Surroundings], plan: Catalog) -> None:
    adoptions = gather(throughPhase="2").adoptions
    assert set(adoptions) == {entry.name for entry in plan.repositories if entry.phase <= 2}


def test_a_team_that_exists_is_taken_over(world: World, gather: Callable[..., Surroundings]) -> None:
    world.teams = {"platform": "41"}
    assert gather().teams == {"platform": "41"}
    assert world.asked_for_teams == ["platform"]


def test_a_team_that_the_state_has_is_not_asked_for_again(world: World, gather: Callable[..., Surroundings]) -> None:
    gather(recorded=("urn:pulumi:dev::pyairtable::a$github:index/team:Team::team-platform",))
    assert world.asked_for_teams == []


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (
            {"environment": "test"},
            "Pulumi.dev.yaml: pyairtable:environment: 'test' is none of the catalog's: dev, prod",
        ),
        ({"throughPhase": "6"}, "Pulumi.dev.yaml: pyairtable:throughPhase: 6 is after the last phase, 5"),
    ],
)
def test_a_configuration_that_the_catalog_does_not_know_is_refused(
    make_settings: SettingsFactory, overrides: dict[str, str], message: str
) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        record(lambda: surroundings.read_catalog(make_settings(**overrides)))
    assert str(refused.value) == message


def test_a_missing_catalog_is_a_message(make_settings: SettingsFactory) -> None:
    with pytest.raises(pulumi.RunError, match=r"none\.yaml"):
        record(lambda: surroundings.read_catalog(make_settings(catalog="none.yaml")))
