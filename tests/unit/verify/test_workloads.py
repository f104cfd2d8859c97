from types import SimpleNamespace
from typing import Any, cast

import pytest
from kubernetes.client.exceptions import ApiException

from tests.unit.verify.platforms import DIGEST, IMAGE, platform
from verify import workloads
from verify.result import Result

SERVICES = ("one", "two")


def deployment(image: str = IMAGE, ready: int | None = 1, replicas: int = 1) -> Any:
    container = SimpleNamespace(image=image)
    template = SimpleNamespace(spec=SimpleNamespace(containers=[container]))
    missing = replicas - (ready or 0)
    status = SimpleNamespace(ready_replicas=ready, replicas=replicas, unavailable_replicas=missing or None)
    return SimpleNamespace(spec=SimpleNamespace(template=template), status=status)


def pod(image_id: str = f"registry.example/reg-kris/one@{DIGEST}") -> Any:
    status = SimpleNamespace(container_statuses=[SimpleNamespace(image_id=image_id)])
    return SimpleNamespace(status=status)


class FakeCluster:
    """A healthy cluster; a test breaks one thing."""

    def __init__(self) -> None:
        self.found_deployments = {name: deployment() for name in SERVICES}
        self.found_autoscalers: dict[str, Any] = dict.fromkeys(SERVICES)
        self.found_pods = {name: [pod()] for name in SERVICES}
        self.failing: dict[tuple[str, str], Exception | str] = {}

    def get(self, namespace: str, service: str, path: str) -> str:
        assert namespace == "pyairtable"
        answer = self.failing.get((service, path), "ok")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def deployments(self, _: str) -> dict[str, Any]:
        return self.found_deployments

    def autoscalers(self, _: str) -> dict[str, Any]:
        return self.found_autoscalers

    def pods(self, _: str) -> dict[str, list[Any]]:
        return self.found_pods


@pytest.fixture
def cluster() -> FakeCluster:
    return FakeCluster()


def check(cluster: FakeCluster) -> list[Result]:
    return list(workloads.check(cast("workloads.Cluster", cluster), platform()))


def failures(cluster: FakeCluster) -> list[tuple[str, str, str]]:
    return [(result.subject, result.fact, result.problem) for result in check(cluster) if not result.passed]


def test_a_healthy_service_passes_seven_checks_and_a_library_has_none(cluster: FakeCluster) -> None:
    results = check(cluster)
    assert [result for result in results if not result.passed] == []
    assert {service: sum(result.subject == service for result in results) for service in (*SERVICES, "shared")} == {
        "one": 7,
        "two": 7,
        "shared": 0,
    }


def test_another_image_than_the_output_s_is_found(cluster: FakeCluster) -> None:
    cluster.found_deployments["one"] = deployment(image="registry.example/reg-kris/one:latest")
    assert failures(cluster) == [
        (
            "one",
            "runs the digest of the output",
            f"its Deployment asks for registry.example/reg-kris/one:latest, the output says {IMAGE}",
        )
    ]


def test_a_pod_that_runs_another_digest_is_found(cluster: FakeCluster) -> None:
    old = "registry.example/reg-kris/one@sha256:" + "b" * 64
    cluster.found_pods["one"] = [pod(), pod(old)]
    assert failures(cluster) == [("one", "runs the digest of the output", f"a pod runs {old}")]


def test_a_service_without_a_pod_runs_nothing(cluster: FakeCluster) -> None:
    del cluster.found_pods["one"]
    assert failures(cluster) == [("one", "runs the digest of the output", "no pod runs")]


def test_a_missing_deployment_fails_what_depends_on_it(cluster: FakeCluster) -> None:
    del cluster.found_deployments["one"]
    assert failures(cluster) == [
        ("one", "has a ready Deployment", "there is no Deployment"),
        ("one", "runs the digest of the output", "there is no Deployment"),
    ]


@pytest.mark.parametrize(
    ("ready", "replicas", "problem"),
    [(None, 1, "0 of 1 replicas are ready"), (1, 2, "1 of 2 replicas are ready"), (0, 0, "0 of 0 replicas are ready")],
)
def test_a_deployment_that_is_not_ready_is_found(
    cluster: FakeCluster, ready: int | None, replicas: int, problem: str
) -> None:
    cluster.found_deployments["two"] = deployment(ready=ready, replicas=replicas)
    assert failures(cluster) == [("two", "has a ready Deployment", problem)]


def test_a_missing_autoscaler_is_found(cluster: FakeCluster) -> None:
    del cluster.found_autoscalers["two"]
    assert failures(cluster) == [("two", "has an autoscaler", "no HorizontalPodAutoscaler scales it")]


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics", "/openapi.json"])
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (ApiException(status=503, reason="Service Unavailable"), "503 Service Unavailable"),
        (TimeoutError("timed out"), "no answer: timed out"),
        ("", "an empty answer"),
    ],
)
def test_an_endpoint_that_fails_is_named_with_the_reason(
    cluster: FakeCluster, path: str, answer: Exception | str, problem: str
) -> None:
    cluster.failing["one", path] = answer
    assert failures(cluster) == [("one", f"answers {path}", problem)]
