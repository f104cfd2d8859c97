from collections.abc import Callable, Sequence

import pulumi
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
            )
            pulumi.export("output", phase.output)

        return run

    return make


def test_a_phase_holds_its_services_and_says_so(program: Callable[..., Callable[[], None]], plan: Catalog) -> None:
    made = record(program(2, plan.of_phase(2)))
    services = {"auth-service", "user-service", "tenant-service"}
    assert {resource.name for resource in made.resources if resource.parent == "phase"} == services
    output = PhaseOutput.model_validate(made.exports["output"])
    assert (output.number, output.title, output.deployed) == (2, "Core services", True)
    assert set(output.repositories) == services


def test_a_phase_without_a_repository_is_refused(program: Callable[..., Callable[[], None]]) -> None:
    with pytest.raises(ValueError, match=r"phase 2 \(Core services\) has no repository"):
        record(program(2, []))
