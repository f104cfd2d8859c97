"""How much a new service takes: the size of its image, and the memory of a pod at rest."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from catalog import Catalog
from catalog.model import Language
from outputs import WorkloadOutput
from verify.result import Result

MEGABYTE = 1_000_000
MEBIBYTE = 1024 * 1024
# What the organisation asks of the platform's own templates. Sizes of images are those that a node pulls (compressed).
LARGEST_IMAGE: Mapping[Language, int] = {"go": 25 * MEGABYTE, "python": 150 * MEGABYTE}
MOST_MEMORY: Mapping[Language, int] = {"go": 20 * MEBIBYTE, "python": 90 * MEBIBYTE}


class Nodes(Protocol):
    """What the cluster's nodes say; `verify.workloads.Cluster` is one."""

    def image_sizes(self) -> dict[str, int]:
        """Bytes by digest (`sha256:…`) of the images that nodes hold."""
        ...

    def memory(self, namespace: str) -> dict[str, list[int]]:
        """Bytes in use by each pod of a service, by the service's name."""
        ...


def check(nodes: Nodes, catalog: Catalog, namespace: str, workloads: Mapping[str, WorkloadOutput]) -> Iterator[Result]:
    """Checks every deployed service that the platform's templates made.

    Args:
        nodes: of the cluster.
        catalog: which services those are.
        namespace: where they run.
        workloads: of the stack's output, by short name.
    """
    sizes, memory = nodes.image_sizes(), nodes.memory(namespace)
    for entry in catalog.services:
        workload = workloads.get(entry.short_name)
        if workload is None or not entry.keeps_data:
            continue
        name, image, rest = entry.short_name, LARGEST_IMAGE[entry.language], MOST_MEMORY[entry.language]
        size = _problem(sizes.get(workload.digest), image, MEGABYTE, "MB")
        yield Result(name, f"has an image of at most {image // MEGABYTE} MB", size)
        # The least of its pods: the others may be at work.
        resting = _problem(min(memory.get(name, []), default=None), rest, MEBIBYTE, "MiB")
        yield Result(name, f"rests in at most {rest // MEBIBYTE} MiB", resting)


def _problem(value: int | None, most: int, unit: int, sign: str) -> str:
    if value is None:
        return "no node says how much it is"
    return "" if value <= most else f"it is {value / unit:.1f} {sign}"


def sizes_by_digest(nodes: Any) -> dict[str, int]:
    """Reads `status.images` of Node objects."""
    return {
        name.partition("@")[2]: image.size_bytes
        for node in nodes
        for image in node.status.images or ()
        for name in image.names
        if "@" in name
    }


def memory_by_service(summaries: Any, namespace: str, service_of: Mapping[str, str]) -> dict[str, list[int]]:
    """Reads the kubelets' summaries (`/stats/summary`): the working set, which a container's limit is held against.

    Args:
        summaries: one for each node.
        namespace: whose pods count.
        service_of: the service's name by the pod's.
    """
    found: dict[str, list[int]] = {}
    for pod in (pod for summary in summaries for pod in summary.get("pods", ())):
        service = service_of.get(pod["podRef"]["name"])
        if pod["podRef"]["namespace"] == namespace and service is not None:
            used = sum(container.get("memory", {}).get("workingSetBytes", 0) for container in pod["containers"])
            found.setdefault(service, []).append(used)
    return found
