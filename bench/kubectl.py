"""The baseline: server-side apply of the same objects, then waiting for every rollout."""

import dataclasses
import time
from pathlib import Path
from typing import Any

import manifests
from bench.workloads import Workloads, as_documents, rollouts, run

NAMESPACE = "bench-kubectl"


def deploy(workloads: Workloads, _: Path) -> float:
    """Deploys into an empty namespace and removes it again.

    Returns:
        Seconds from the start of `apply` to the last rollout's end.
    """
    run("kubectl", "delete", "namespace", NAMESPACE, "--ignore-not-found", "--wait")
    documents = as_documents(_objects(workloads))
    begin = time.monotonic()
    run("kubectl", "apply", "--server-side", "--filename", "-", stdin=documents)
    for deployment in rollouts(list(workloads.images)):
        run("kubectl", "rollout", "status", deployment, "--namespace", NAMESPACE, "--timeout=300s")
    seconds = time.monotonic() - begin
    run("kubectl", "delete", "namespace", NAMESPACE, "--wait")
    return seconds


def _objects(workloads: Workloads) -> list[dict[str, Any]]:
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    objects: list[dict[str, Any]] = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": labels}}
    ]
    for service in workloads.catalog.services:
        name = service.short_name
        identity = manifests.Identity(name, NAMESPACE, service.language, service.phase, "dev")
        spec = workloads.catalog.workload(service, "dev")
        data = workloads.secrets.get(name)
        if data:
            metadata = {"name": name, "namespace": NAMESPACE}
            objects.append({"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": data})
        rendered = manifests.render(
            identity, spec, workloads.images[name], {}, secret=bool(data), database=service.keeps_data
        )
        objects += [getattr(rendered, field.name) for field in dataclasses.fields(rendered)]
    return objects
