from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from components.platform_service import PlatformService, Surroundings
from outputs import RepositoryOutput
from tests.unit.components.recording import Recording, digest, record


@pytest.fixture
def register(plan: Catalog, make_surroundings: Callable[..., Surroundings]) -> Callable[..., Recording]:
    def run(short_name: str, *, preview: bool = False, **overrides: Any) -> Recording:
        entry = next(r for r in plan.repositories if r.short_name == short_name)

        def program() -> None:
            service = PlatformService(short_name, entry=entry, surroundings=make_surroundings(**overrides))
            pulumi.export("output", service.output)

        return record(program, preview=preview)

    return run


def test_a_service_is_its_repository_its_image_and_its_workload(register: Callable[..., Recording]) -> None:
    made = register("auth-service")
    assert {resource.name for resource in made.resources if resource.parent == "auth-service"} == {
        "auth-service-repository",
        "auth-service-image",
        "auth-service-workload",
    }


def test_an_image_waits_for_its_repository_and_a_workload_for_its_image(register: Callable[..., Recording]) -> None:
    made = register("auth-service")
    assert "auth-service-repository-content" in made["auth-service-image"].dependencies
    assert "auth-service-image-build" in made["auth-service-workload-deployment"].dependencies


@pytest.mark.parametrize("short_name", ["go-shared", "python-shared", "infrastructure"])
def test_what_does_not_run_has_a_repository_alone(register: Callable[..., Recording], short_name: str) -> None:
    made = register(short_name)
    assert {r.name for r in made.resources if r.parent == short_name} == {f"{short_name}-repository"}
    assert made.asked == []
    assert RepositoryOutput.model_validate(made.exports["output"]).workload is None


def test_the_output_says_where_a_service_is_and_what_it_runs(register: Callable[..., Recording]) -> None:
    output = RepositoryOutput.model_validate(register("auth-service").exports["output"])
    assert output.repository_url == "https://github.example/Reg-Kris/pyairtable-auth-service-go"
    assert output.workload is not None
    assert output.workload.digest == digest("registry.example/reg-kris/pyairtable-auth-service-go:main")
    assert output.workload.image.endswith(f"/pyairtable-auth-service-go@{output.workload.digest}")
    assert output.workload.address == "http://auth-service.pyairtable.svc"


def test_the_output_counts_requests_at_minimum_replicas(register: Callable[..., Recording]) -> None:
    output = RepositoryOutput.model_validate(register("auth-service", environment="prod").exports["output"])
    assert output.workload is not None
    assert output.workload.minimum_replicas == 2
    assert output.workload.requested_memory == 2 * 32 * 1024 * 1024
    assert output.workload.requested_cpu_millicores == 2 * 25


def test_only_the_named_service_gets_a_secret(register: Callable[..., Recording]) -> None:
    secrets = {"auth-service": {"JWT_KEY": "canary"}}
    assert register("auth-service", secrets=secrets).of_type("Secret")
    assert not register("user-service", secrets=secrets).of_type("Secret")


def test_another_stack_s_repository_is_still_linked_to(
    register: Callable[..., Recording], make_home: Callable[..., Any]
) -> None:
    made = register("auth-service", github=make_home(manage=False))
    assert made.of_type("Repository") == []
    output = RepositoryOutput.model_validate(made.exports["output"])
    assert output.repository_url == "https://github.example/Reg-Kris/pyairtable-auth-service-go"
