from collections.abc import Callable, Sequence

import pulumi
import pulumi_kubernetes as kubernetes
import pytest

from catalog import Catalog, Repository
from components.phase import Phase
from components.platform_service import Surroundings
from outputs import PhaseOutput
from tests.unit.components.recording import record


@pytest.fixture
def program(plan: Catalog, make_surroundings: Callable[..., Surroundings]) -> Callable[..., Callable[[], None]]:
    def make(number: int, repositories: Sequence[Repository]) -> Callable[[], None]:
        def run() -> None:
            phase = Phase(
                "phase",
                entry=plan.phases[number],
                repositories=repositories,
                surroundings=make_surroundings(),
                after=[kubernetes.core.v1.Namespace("before")],
            )
            pulumi.export("output", phase.output)
            pulumi.export("gate", [pulumi.Output.from_input(resource.urn) for resource in phase.gate])

        return run

    return make


def test_a_phase_holds_its_services_and_says_so(program: Callable[..., Callable[[], None]], plan: Catalog) -> None:
    made = record(program(2, plan.of_phase(2)))
    services = {"auth-service", "user-service", "tenant-service"}
    assert {resource.name for resource in made.resources if resource.parent == "phase"} == services
    output = PhaseOutput.model_validate(made.exports["output"])
    assert (output.number, output.title, output.deployed) == (2, "Core services", True)
    assert set(output.repositories) == services


def test_what_a_phase_makes_waits_for_the_gate_before_it_and_its_components_do_not(
    program: Callable[..., Callable[[], None]], plan: Catalog
) -> None:
    made = record(program(2, plan.of_phase(2)))
    inside = list(made.below("phase"))
    assert {resource.name for resource in inside if "before" not in resource.dependencies} == {
        resource.name for resource in inside if not resource.custom
    }


@pytest.mark.parametrize(
    ("number", "gate"),
    [
        (1, {"go-shared-repository", "infrastructure-repository", "api-gateway-workload-deployment"}),
        (2, {f"{name}-workload-deployment" for name in ("auth-service", "user-service", "tenant-service")}),
    ],
)
def test_the_next_phase_waits_for_each_rollout_or_where_nothing_runs_for_the_repository(
    program: Callable[..., Callable[[], None]], plan: Catalog, number: int, gate: set[str]
) -> None:
    made = record(program(number, plan.of_phase(number)))
    assert {urn.rsplit("::", 1)[1] for urn in made.exports["gate"]} == gate


def test_a_phase_without_a_repository_is_refused(program: Callable[..., Callable[[], None]]) -> None:
    with pytest.raises(ValueError, match=r"phase 2 \(Core services\) has no repository"):
        record(program(2, []))


@pytest.mark.parametrize("reverse", [False, True], ids=["the library first", "the library last"])
def test_an_image_waits_for_the_library_that_its_build_fetches_in_whatever_order_the_catalog_has_them(
    program: Callable[..., Callable[[], None]], plan: Catalog, reverse: bool
) -> None:
    repositories = sorted(plan.of_phase(4), key=lambda entry: entry.kind != "library", reverse=reverse)
    assert repositories[-1 if reverse else 0].name == "pyairtable-python-shared"
    made = record(program(4, repositories))
    builds = [resource for resource in made.resources if resource.name.endswith("-image-build")]
    assert len(builds) == 3
    for build in builds:
        waits = {*build.dependencies, *made[build.parent].dependencies}
        assert "python-shared-repository-content" in waits
