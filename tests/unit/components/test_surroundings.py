import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from components import organization, reachability, surroundings
from components.organization import Adoption, Existing
from components.platform_service import Surroundings
from components.settings import Settings
from tests.unit.components.recording import record

SettingsFactory = Callable[..., Settings]


class World:
    """Everything outside the program, and what the program did to it."""

    def __init__(self) -> None:
        self.unreachable: list[str] = []
        self.repositories: dict[str, Existing] = {}
        self.renamed: list[str] = []

    def problems(self, _: Settings) -> list[str]:
        return list(self.unreachable)

    def existing(self, *_: Any) -> dict[str, Existing]:
        return self.repositories

    def rename(self, _client: Any, _organization: str, plan: dict[str, Adoption]) -> dict[str, Adoption]:
        self.renamed += [adoption.rename_from for adoption in plan.values() if adoption.rename_from]
        return {name: Adoption(import_name=name) if plan[name].import_name else plan[name] for name in plan}


@pytest.fixture
def world(plan: Catalog, monkeypatch: pytest.MonkeyPatch) -> World:
    here = World()
    before = [entry.renamed_from or entry.name for entry in plan.repositories if entry.origin == "existing"]
    here.repositories = {name.lower(): Existing(name, marked=False) for name in before}

    def written(*_: Any) -> dict[str, Any]:
        return {}

    monkeypatch.setattr(reachability, "problems", here.problems)
    monkeypatch.setattr(organization, "existing", here.existing)
    monkeypatch.setattr(organization, "rename", here.rename)
    monkeypatch.setattr(surroundings, "write", written)
    monkeypatch.setenv("GITHUB_TOKEN", "token")
    return here


@pytest.fixture
def gather(make_settings: SettingsFactory, plan: Catalog) -> Callable[..., Surroundings]:
    def run(*, preview: bool = False, secrets: Any = None, **settings: str) -> Surroundings:
        gathered: list[Surroundings] = []

        def program() -> None:
            gathered.append(surroundings.gather(make_settings(**settings), plan))

        config = {"serviceSecrets": json.dumps(secrets)} if secrets else {}
        record(program, preview=preview, config=config)
        return gathered[0]

    return run


def test_an_update_renames_and_then_imports_under_the_new_name(
    world: World, gather: Callable[..., Surroundings]
) -> None:
    adoption = gather().adoptions["schema-service-py"]
    assert world.renamed == ["pyairtable-platform-services"]
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
        gather(secrets={"nobody": {"KEY": "value"}})
    text = str(refused.value)
    for part in ("kubernetes: ", "registry: ", "serviceSecrets.nobody", "llm-orchestrator-py: the catalog says"):
        assert part in text


def test_a_stack_that_only_refers_to_repositories_needs_no_token(
    world: World, gather: Callable[..., Surroundings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    gathered = gather(repositories="reference")
    assert gathered.adoptions == {}
    assert gathered.github.manage is False
    assert world.renamed == []


@pytest.mark.usefixtures("world")
def test_a_repository_beyond_through_phase_is_left_alone(gather: Callable[..., Surroundings], plan: Catalog) -> None:
    adoptions = gather(throughPhase="2").adoptions
    assert set(adoptions) == {entry.name for entry in plan.repositories if entry.phase <= 2}


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
