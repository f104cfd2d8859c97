"""Each service in the cluster: it answers, it runs what the output says, it is ready and scaled."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kubernetes import client, config
from kubernetes.client.exceptions import ApiException

from outputs import PlatformOutput, WorkloadOutput
from verify import footprint
from verify.connection import Connection
from verify.result import Result

ENDPOINTS = ("/health", "/ready", "/metrics", "/openapi.json")
TIMEOUT_SECONDS = 10


class NoPodError(Exception):
    """A service has no pod to connect to."""


class Cluster:
    """A Kubernetes API, whose objects are only read.

    Args:
        kubeconfig: path of a kubeconfig file; None for the ambient one.
        context: the context to use.
    """

    def __init__(self, kubeconfig: str | None, context: str) -> None:
        api: Any = config.new_client_from_config(config_file=kubeconfig, context=context)  # pyright: ignore
        self._api: Any = api
        self._core: Any = client.CoreV1Api(api)
        self._apps: Any = client.AppsV1Api(api)
        self._autoscaling: Any = client.AutoscalingV2Api(api)

    def get(self, namespace: str, service: str, path: str) -> str:
        """The body of a GET through the service's proxy.

        Raises:
            ApiException: the service does not answer with success.
        """
        return self._core.connect_get_namespaced_service_proxy_with_path(
            f"{service}:http", namespace, path.lstrip("/"), _request_timeout=TIMEOUT_SECONDS
        )

    def call(self, namespace: str, service: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of a service's answer, whatever it is, through the service's proxy."""
        sent = self._api.param_serialize(
            method=method,
            resource_path=f"/api/v1/namespaces/{namespace}/services/{service}:http/proxy{path}",
            header_params={"Accept": "*/*", **({} if body is None else {"Content-Type": "application/json"})},
            body=body,
            auth_settings=["BearerToken"],
        )
        answer = self._api.call_api(*sent, _request_timeout=TIMEOUT_SECONDS)
        answer.read()
        return answer.status, json.loads(answer.data) if answer.data else None

    def connect(self, namespace: str, service: str, port: int) -> Connection:
        """A connection of one's own to a pod of a service.

        Raises:
            NoPodError: no pod of it runs.
        """
        pods = self.pods(namespace).get(service)
        if not pods:
            raise NoPodError(f"no pod of {service} runs")
        return Connection(self._core, namespace, pods[0].metadata.name, port, TIMEOUT_SECONDS)

    def image_sizes(self) -> dict[str, int]:
        """Bytes by digest of the images that nodes hold."""
        return footprint.sizes_by_digest(self._core.list_node().items)

    def memory(self, namespace: str) -> dict[str, list[int]]:
        """Bytes in use by each pod of a service, by the service's name."""
        names = [node.metadata.name for node in self._core.list_node().items]
        summaries = [
            json.loads(self._core.connect_get_node_proxy_with_path(name, "stats/summary", _preload_content=False).data)
            for name in names
        ]
        service_of = {pod.metadata.name: service for service, pods in self.pods(namespace).items() for pod in pods}
        return footprint.memory_by_service(summaries, namespace, service_of)

    def deployments(self, namespace: str) -> dict[str, Any]:
        """Deployments by name."""
        return {item.metadata.name: item for item in self._apps.list_namespaced_deployment(namespace).items}

    def autoscalers(self, namespace: str) -> dict[str, Any]:
        """HorizontalPodAutoscalers by the name of the Deployment that they scale."""
        items = self._autoscaling.list_namespaced_horizontal_pod_autoscaler(namespace).items
        return {item.spec.scale_target_ref.name: item for item in items}

    def pods(self, namespace: str) -> dict[str, list[Any]]:
        """Running pods by service name."""
        found: dict[str, list[Any]] = {}
        for pod in self._core.list_namespaced_pod(namespace, field_selector="status.phase=Running").items:
            if pod.metadata.deletion_timestamp is None:
                labels: dict[str, str] = pod.metadata.labels or {}
                found.setdefault(labels.get("app.kubernetes.io/name", ""), []).append(pod)
        return found


def check(cluster: Cluster, platform: PlatformOutput) -> Iterator[Result]:
    """Checks every service of the output."""
    namespace = platform.namespace
    deployments = cluster.deployments(namespace)
    autoscalers = cluster.autoscalers(namespace)
    pods = cluster.pods(namespace)
    services = deployed(platform)
    for name, workload in services.items():
        yield _ready(name, deployments.get(name))
        yield _digest(name, workload, deployments.get(name), pods.get(name, []))
        scaled = name in autoscalers
        yield Result(name, "has an autoscaler", "" if scaled else "no HorizontalPodAutoscaler scales it")
    yield from _endpoints(cluster, namespace, services)


def deployed(platform: PlatformOutput) -> dict[str, WorkloadOutput]:
    """The workloads of the output by short name."""
    return {
        name: repository.workload
        for phase in platform.phases
        for name, repository in phase.repositories.items()
        if repository.workload
    }


def _endpoints(cluster: Cluster, namespace: str, services: Iterable[str]) -> Iterator[Result]:
    def answer(request: tuple[str, str]) -> Result:
        service, path = request
        try:
            body = cluster.get(namespace, service, path)
        except ApiException as error:
            answered: Any = error
            return Result(service, f"answers {path}", f"{answered.status} {answered.reason}")
        except Exception as error:  # urllib3 raises many kinds; each is "does not answer"
            return Result(service, f"answers {path}", f"no answer: {error}")
        return Result(service, f"answers {path}", "" if body else "an empty answer")

    requests = [(service, path) for service in services for path in ENDPOINTS]
    with ThreadPoolExecutor(max_workers=8) as pool:
        yield from pool.map(answer, requests)


def _ready(name: str, deployment: Any) -> Result:
    fact = "has a ready Deployment"
    if deployment is None:
        return Result(name, fact, "there is no Deployment")
    status = deployment.status
    if not status.ready_replicas or status.ready_replicas != status.replicas or status.unavailable_replicas:
        return Result(name, fact, f"{status.ready_replicas or 0} of {status.replicas or 0} replicas are ready")
    return Result(name, fact)


def _digest(name: str, workload: WorkloadOutput, deployment: Any, pods: list[Any]) -> Result:
    fact = "runs the digest of the output"
    if deployment is None:
        return Result(name, fact, "there is no Deployment")
    wanted = deployment.spec.template.spec.containers[0].image
    if wanted != workload.image:
        return Result(name, fact, f"its Deployment asks for {wanted}, the output says {workload.image}")
    running = {status.image_id for pod in pods for status in pod.status.container_statuses or ()}
    if not running:
        return Result(name, fact, "no pod runs")
    other = sorted(image for image in running if workload.digest not in image)
    return Result(name, fact, f"a pod runs {', '.join(other)}" if other else "")
