"""The whole program as `pulumi up` of the dev stack runs it, for the real `services.yaml`, on stand-in providers.

`UPDATE_GOLDEN=1` writes the golden list anew; its diff is what a change of the program does to the platform.
"""

import json
import os
import runpy
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema
import pulumi
import pytest

from catalog import Catalog
from components import surroundings as surroundings_module
from components.platform_service import Surroundings
from outputs import PlatformOutput, schema
from tests.unit.components.conftest import CONFIGURATION, ROOT
from tests.unit.components.recording import Recording, record

GOLDEN = ROOT / "tests" / "golden" / "program" / "resources.json"

PROVIDERS = {
    "kubernetes": "kubernetes",
    "github": "github",
    "docker": "docker",
    "docker-build": "docker-build",
    "pulumi-python": "",
    "pyairtable": "",
    "pulumi": "",
}
"""The explicit provider of each package; components, dynamic resources and providers have none."""


@pytest.fixture
def run(make_surroundings: Callable[..., Surroundings], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Recording]:
    def make(**configuration: str) -> Recording:
        def gather(*_: Any) -> Surroundings:
            return make_surroundings()

        monkeypatch.setattr(surroundings_module, "gather", gather)
        return _run(tuple(sorted(configuration.items())))

    return make


@cache
def _run(configuration: tuple[tuple[str, str], ...]) -> Recording:
    values = {**CONFIGURATION, **dict(configuration)}
    preview = values.pop("preview", "") == "true"
    return record(lambda: runpy.run_path(str(ROOT / "__main__.py")), config=values, preview=preview)


def test_every_resource_has_its_name_its_parent_and_its_dependencies(run: Callable[..., Recording]) -> None:
    lines = [
        json.dumps(resource.urn)
        + ": "
        + json.dumps(
            {
                "parent": resource.parent,
                "provider": resource.provider,
                "dependencies": list(resource.dependencies),
                **({"import": resource.import_id} if resource.import_id else {}),
                **({"retained": True} if resource.retained else {}),
            }
        )
        for resource in sorted(run().resources, key=lambda resource: resource.urn)
    ]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text)
    assert json.loads(text) == json.loads(GOLDEN.read_text())


def test_a_logical_name_is_used_once(run: Callable[..., Recording]) -> None:
    names = [resource.name for resource in run().resources]
    assert sorted(names) == sorted(set(names))


def test_each_entry_of_the_catalog_is_one_service_in_its_phase(run: Callable[..., Recording], plan: Catalog) -> None:
    services = {r.name: r.parent for r in run().of_type("PlatformService")}
    assert services == {entry.short_name: f"phase-{entry.phase}" for entry in plan.repositories}
    assert len(services) == 25
    assert len(run().of_type("Workload")) == 22
    assert len(run().of_type("Deployment")) == 22


def test_all_that_a_phase_makes_waits_for_every_rollout_and_library_of_the_phase_before(
    run: Callable[..., Recording], plan: Catalog
) -> None:
    made = run()
    gate = {"namespace"}
    teams = {resource.name for resource in made.of_type("Team")}
    for number in range(6):
        phase = list(made.below(f"phase-{number}"))
        own = {resource.name for resource in phase}
        for resource in phase:
            if resource.custom:
                assert set(resource.dependencies) - own - teams == gate, resource.urn
        gate = {resource.name for resource in phase if resource.type.endswith(":Deployment")}
        for entry in plan.of_phase(number):
            if entry.kind != "service":
                gate |= {resource.name for resource in made.below(entry.short_name) if resource.custom}
        assert any(name.endswith("-workload-deployment") for name in gate)


def test_a_component_is_registered_without_waiting_for_another_phase(run: Callable[..., Recording]) -> None:
    made = run()
    for number in range(6):
        assert made[f"phase-{number}"].dependencies == ()
        phase = list(made.below(f"phase-{number}"))
        own = {resource.name for resource in phase}
        for resource in phase:
            if not resource.custom:
                assert set(resource.dependencies) <= own, resource.urn


def test_only_the_program_s_output_repeats_what_is_deployed(run: Callable[..., Recording]) -> None:
    assert set(run().exports) == {"platform"}


def test_no_resource_uses_an_ambient_provider(run: Callable[..., Recording]) -> None:
    made = run()
    for resource in made.resources:
        expected = PROVIDERS[resource.type.split(":", 1)[0]] if resource.custom else ""
        assert resource.provider == expected, resource.urn
    assert {asked.provider for asked in made.asked} == {"docker"}


def test_the_adopted_repositories_are_imported_and_the_new_ones_created(
    run: Callable[..., Recording], plan: Catalog
) -> None:
    imported = {r.inputs["name"]: r.import_id for r in run().of_type("Repository") if r.import_id}
    assert imported == {
        entry.name: entry.renamed_from or entry.name for entry in plan.repositories if entry.origin == "existing"
    }
    assert len(imported) == 6


def test_destroying_the_stack_keeps_every_repository(run: Callable[..., Recording]) -> None:
    repositories = [r for r in run().resources if r.provider == "github" or r.type.startswith("pulumi-python:")]
    assert repositories
    assert all(resource.retained for resource in repositories)


@pytest.mark.parametrize("through", [0, 3])
def test_through_phase_stops_after_that_phase(run: Callable[..., Recording], plan: Catalog, through: int) -> None:
    made = run(throughPhase=str(through))
    expected = {entry.short_name for entry in plan.repositories if entry.phase <= through}
    assert {resource.name for resource in made.of_type("PlatformService")} == expected
    output = PlatformOutput.model_validate(made.exports["platform"])
    assert [phase.deployed for phase in output.phases] == [number <= through for number in range(6)]
    assert output.totals.repositories == len(expected)


def test_the_output_keeps_its_contract(run: Callable[..., Recording]) -> None:
    jsonschema.validate(run().exports["platform"], json.loads(schema.FILE.read_text()))


def test_the_output_s_totals_are_the_catalog_s(run: Callable[..., Recording], plan: Catalog) -> None:
    totals = PlatformOutput.model_validate(run().exports["platform"]).totals
    assert (totals.repositories, totals.services) == (25, 22)
    assert totals.requested_memory == plan.requested_memory("dev")
    assert totals.memory_budget == 3_500_000_000
    assert totals.memory_before == 7_200_000_000


def test_a_first_preview_knows_every_resource_but_no_digest(run: Callable[..., Recording]) -> None:
    previewed = run(preview="true")
    assert {r.urn for r in previewed.resources} == {r.urn for r in run().resources}


def test_a_wrong_configuration_registers_nothing(run: Callable[..., Recording]) -> None:
    with pytest.raises(pulumi.RunError, match="throughPhase"):
        run(throughPhase="many")
