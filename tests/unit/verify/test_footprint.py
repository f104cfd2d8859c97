from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from catalog import load
from tests.unit.verify.platforms import DIGEST, platform
from verify import footprint, workloads

CATALOG = load(Path(__file__).resolve().parents[3] / "services.yaml")
MB, MIB = 1_000_000, 1024 * 1024


class Nodes:
    """What one node says of a service."""

    def __init__(self, service: str, image: int | None, memory: list[int]) -> None:
        self.service, self.image, self.pods = service, image, memory

    def image_sizes(self) -> dict[str, int]:
        return {} if self.image is None else {DIGEST: self.image}

    def memory(self, namespace: str) -> dict[str, list[int]]:
        assert namespace == "pyairtable"
        return {self.service: self.pods} if self.pods else {}


def problems(service: str, image: int | None = MB, memory: tuple[int, ...] = (MIB,)) -> list[str]:
    running = {service: workloads.deployed(platform())["one"]}
    results = footprint.check(Nodes(service, image, list(memory)), CATALOG, "pyairtable", running)
    return [f"{result.fact}: {result.problem}" for result in results if not result.passed]


@pytest.mark.parametrize(("service", "image", "memory"), [("auth-service", 25, 20), ("chat-service", 150, 90)])
def test_a_service_may_take_what_its_language_is_given_and_no_more(service: str, image: int, memory: int) -> None:
    assert problems(service, image * MB, (memory * MIB,)) == []
    assert problems(service, image * MB + 10**5, (memory * MIB + 10**5,)) == [
        f"has an image of at most {image} MB: it is {image}.1 MB",
        f"rests in at most {memory} MiB: it is {memory}.1 MiB",
    ]


def test_a_pod_at_work_does_not_hide_that_another_rests() -> None:
    assert problems("auth-service", memory=(30 * MIB, 5 * MIB)) == []


def test_what_no_node_says_is_not_taken_for_good() -> None:
    assert problems("auth-service", image=None, memory=()) == [
        "has an image of at most 25 MB: no node says how much it is",
        "rests in at most 20 MiB: no node says how much it is",
    ]


def test_an_existing_service_is_not_held_against_the_templates_limits() -> None:
    assert problems("mcp-server", 900 * MB, (900 * MIB,)) == []


def test_an_image_s_size_is_found_under_its_digest() -> None:
    images = [SimpleNamespace(names=[f"registry.example/one@{DIGEST}", "registry.example/one:main"], size_bytes=7)]
    nodes: list[Any] = [SimpleNamespace(status=SimpleNamespace(images=found)) for found in (images, None)]
    assert footprint.sizes_by_digest(nodes) == {DIGEST: 7}


def test_a_pod_s_memory_is_that_of_its_containers_together() -> None:
    def pod(name: str, *used: int, namespace: str = "pyairtable") -> dict[str, Any]:
        containers = [{"memory": {"workingSetBytes": each}} for each in used]
        return {"podRef": {"name": name, "namespace": namespace}, "containers": [*containers, {}]}

    elsewhere = pod("one-a", 9, namespace="elsewhere")
    summaries = [{"pods": [pod("one-a", 3, 4), pod("other", 9)]}, {"pods": [pod("one-b", 5), elsewhere]}]
    found = footprint.memory_by_service(summaries, "pyairtable", {"one-a": "one", "one-b": "one"})
    assert found == {"one": [7, 5]}
