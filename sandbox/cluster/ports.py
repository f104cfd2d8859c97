"""Loopback ports of the node's parts that nobody outside the node needs to know.

Each lies in the same unusual range as those in `sandbox.settings` and can be changed the same way:
`PYAIRTABLE_SANDBOX_<FIELD>_PORT`, for example `PYAIRTABLE_SANDBOX_SCHEDULER_PORT=17259`.
"""

import os
from dataclasses import asdict, dataclass, fields

from sandbox.settings import PREFIX, Settings


@dataclass(frozen=True)
class NodePorts:
    """Health, metrics and secure ports, all on 127.0.0.1."""

    etcd_metrics: int = 12381
    controller_manager: int = 16257
    scheduler: int = 16259
    kubelet_health: int = 16248
    proxy_health: int = 16256
    proxy_metrics: int = 16249


def load() -> NodePorts:
    """The ports with the environment's changes applied.

    Raises:
        ValueError: a port is not a number.
    """
    changes = {
        field.name: int(value)
        for field in fields(NodePorts)
        if (value := os.environ.get(f"{PREFIX}{field.name.upper()}_PORT")) is not None
    }
    return NodePorts(**changes)


def listeners(settings: Settings, ports: NodePorts) -> dict[tuple[str, int], str]:
    """Every address and port that the sandbox listens on, with the name of the part that does."""
    local = "127.0.0.1"
    names = {(local, port): name.replace("_", " ") for name, port in asdict(ports).items()}
    return names | {
        (local, settings.etcd_port): "etcd",
        (local, settings.etcd_peer_port): "etcd peer",
        (local, settings.api_server_port): "kube-apiserver",
        (settings.node_address, settings.api_server_port): "api-forward",
        (settings.node_address, settings.kubelet_port): "kubelet",
        (local, settings.registry_port): "registry",
        (local, settings.github_port): "github",
        (local, settings.postgres_port): "postgres",
        (settings.node_address, settings.postgres_port): "postgres for pods",
    }
