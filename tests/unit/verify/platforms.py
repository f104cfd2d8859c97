"""A small platform as a stack's output has it: one new service, one adopted one, one library."""

from typing import Any

from outputs import PlatformOutput

DIGEST = "sha256:" + "a" * 64
IMAGE = f"registry.example/reg-kris/one@{DIGEST}"


def platform() -> PlatformOutput:
    """Two services and a library in one phase."""
    workload: dict[str, Any] = {
        "image": IMAGE,
        "digest": DIGEST,
        "address": "http://one.pyairtable.svc",
        "port": 8080,
        "minimum_replicas": 1,
        "maximum_replicas": 3,
        "requested_memory": 1,
        "requested_cpu_millicores": 1,
    }

    def repository(name: str, **overrides: Any) -> dict[str, Any]:
        values: dict[str, Any] = {
            "name": name,
            "kind": "service",
            "language": "go",
            "purpose": "Test",
            "repository_url": f"https://github.example/Reg-Kris/{name}",
            "origin": "new",
            "depends_on": (),
            "workload": workload,
        }
        return {**values, **overrides}

    repositories = {
        "one": repository("pyairtable-one-go"),
        "two": repository("two-py", origin="existing"),
        "shared": repository("pyairtable-shared", kind="library", workload=None),
    }
    totals = {
        "repositories": 3,
        "services": 2,
        "requested_memory": 2,
        "requested_cpu_millicores": 2,
        "memory_budget": 10,
        "memory_before": 20,
    }
    return PlatformOutput.model_validate(
        {
            "version": 1,
            "environment": "dev",
            "organization": "Reg-Kris",
            "namespace": "pyairtable",
            "phases": ({"number": 0, "title": "One", "deployed": True, "repositories": repositories},),
            "totals": totals,
        }
    )
