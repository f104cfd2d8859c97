from collections.abc import Callable
from typing import Any

import pulumi
import pytest

import manifests
from catalog import Catalog
from components.workload import Workload
from tests.unit.components.recording import Recording, Secret, record

IMAGE = "registry.example/auth@sha256:" + "a" * 64


@pytest.fixture
def register(plan: Catalog) -> Callable[..., Recording]:
    auth = next(r for r in plan.repositories if r.short_name == "auth-service")

    def run(secrets: dict[str, str] | None = None, preview: bool = False, **overrides: Any) -> Recording:
        def program() -> None:
            arguments: dict[str, Any] = {
                "identity": manifests.Identity("auth-service", "pyairtable", "go", 2, "dev"),
                "spec": plan.workload(auth, "dev"),
                "image": IMAGE,
                "settings": {},
                "secrets": secrets or {},
                "database": True,
                "rollout_timeout_seconds": 120,
            }
            workload = Workload("one", **{**arguments, **overrides})
            pulumi.export("address", workload.address)
            pulumi.export("deployment", workload.deployment.id)

        return record(program, preview=preview)

    return run


def pod(made: Recording) -> dict[str, Any]:
    return made["one-deployment"].inputs["spec"]["template"]


def test_a_workload_is_its_seven_objects_under_one_name(register: Callable[..., Recording]) -> None:
    made = register()
    assert sorted((child.name, child.type.rsplit(":", 1)[-1]) for child in made.below("one")) == [
        ("one-account", "ServiceAccount"),
        ("one-autoscaler", "HorizontalPodAutoscaler"),
        ("one-config", "ConfigMap"),
        ("one-deployment", "Deployment"),
        ("one-disruption-budget", "PodDisruptionBudget"),
        ("one-network", "NetworkPolicy"),
        ("one-service", "Service"),
    ]
    for child in made.below("one"):
        assert child.inputs["metadata"]["name"] == "auth-service", child.name
        assert child.inputs["metadata"]["namespace"] == "pyairtable", child.name


def test_it_runs_the_image_by_digest(register: Callable[..., Recording]) -> None:
    assert pod(register())["spec"]["containers"][0]["image"] == IMAGE


def test_the_deployment_leaves_replicas_to_the_autoscaler(register: Callable[..., Recording]) -> None:
    made = register()
    assert "replicas" not in made["one-deployment"].inputs["spec"]
    assert made["one-autoscaler"].inputs["spec"]["scaleTargetRef"]["name"] == "auth-service"


def test_only_the_service_is_not_awaited(register: Callable[..., Recording]) -> None:
    made = register()
    assert made["one-service"].inputs["metadata"]["annotations"] == {"pulumi.com/skipAwait": "true"}
    assert [child.name for child in made.below("one") if "skipAwait" in repr(child.inputs)] == ["one-service"]


def test_a_rollout_has_the_configured_time(register: Callable[..., Recording]) -> None:
    assert register()["one-deployment"].timeouts == {"create": "120s", "update": "120s"}


def test_pods_start_after_their_account_and_configuration(register: Callable[..., Recording]) -> None:
    assert register()["one-deployment"].dependencies == ("one-account", "one-config")


@pytest.mark.parametrize(
    ("secrets", "needed"),
    [({}, ("one-account", "one-config")), ({"KEY": "value"}, ("one-account", "one-config", "one-secret"))],
)
def test_what_pods_do_not_need_to_start_follows_one_by_one_during_the_rollout(
    register: Callable[..., Recording], secrets: dict[str, str], needed: tuple[str, ...]
) -> None:
    made = register(secrets=secrets)
    assert {resource.name: resource.dependencies for resource in made.below("one")} == {
        **dict.fromkeys(needed, ()),
        "one-deployment": needed,
        "one-network": needed,
        "one-service": ("one-network",),
        "one-autoscaler": ("one-service",),
        "one-disruption-budget": ("one-autoscaler",),
    }


def test_it_is_reached_by_the_service_s_name(register: Callable[..., Recording]) -> None:
    assert register().exports["address"] == "http://auth-service.pyairtable.svc"


def test_its_deployment_is_what_others_may_wait_for(register: Callable[..., Recording]) -> None:
    assert register().exports["deployment"] == "one-deployment-id"


def test_without_secrets_there_is_no_secret(register: Callable[..., Recording]) -> None:
    made = register()
    assert made.of_type("Secret") == []
    assert pod(made)["spec"]["containers"][0]["envFrom"] == [{"configMapRef": {"name": "auth-service"}}]


def test_secrets_reach_the_container_through_a_secret_made_before_it(register: Callable[..., Recording]) -> None:
    made = register(secrets={"JWT_KEY": "canary"})
    assert made["one-secret"].inputs["stringData"] == Secret({"JWT_KEY": "canary"})
    assert "one-secret" in made["one-deployment"].dependencies
    assert {"secretRef": {"name": "auth-service"}} in pod(made)["spec"]["containers"][0]["envFrom"]


def test_a_secret_value_is_nowhere_else_and_never_in_plain_text(register: Callable[..., Recording]) -> None:
    made = register(secrets={"JWT_KEY": "canary"})
    shown = [resource for resource in made.resources if "canary" in repr(resource)]
    assert [resource.name for resource in shown] == ["one-secret"]
    assert "Secret(value={'JWT_KEY': 'canary'})" in repr(shown[0])


def test_a_changed_secret_rolls_the_pods_out(register: Callable[..., Recording]) -> None:
    key = "pyairtable.io/secret-checksum"
    checksums = [
        pod(register(secrets={"JWT_KEY": value}))["metadata"]["annotations"][key] for value in ("one", "two", "one")
    ]
    assert checksums[0] != checksums[1]
    assert checksums[0] == checksums[2]
    assert isinstance(checksums[0], Secret)
