"""Addresses, ports and names of the sandbox, in one place.

Ports are unusual ones so that nothing else on a developer's machine is likely to hold them. Each can be changed
with an environment variable: `PYAIRTABLE_SANDBOX_<FIELD>`, for example `PYAIRTABLE_SANDBOX_REGISTRY_PORT=15001`.
"""

import os
from dataclasses import dataclass, fields
from ipaddress import IPv4Network

PREFIX = "PYAIRTABLE_SANDBOX_"


@dataclass(frozen=True)
class Settings:
    """Every address is loopback or belongs to the sandbox's own ranges (RFC 6598 shared address space)."""

    api_server_port: int = 16443
    etcd_port: int = 12379
    etcd_peer_port: int = 12380
    kubelet_port: int = 16250
    registry_port: int = 15000
    github_port: int = 14840
    postgres_port: int = 15432
    # The node needs an address that is not 127.0.0.0/8 (the kubelet and Endpoints refuse it): a /32 on `lo`.
    node_address: str = "100.66.0.1"
    pod_range: str = "100.64.0.0/16"
    service_range: str = "100.65.0.0/16"
    dns_address: str = "100.65.0.10"
    cluster_domain: str = "cluster.local"
    node_name: str = "sandbox"
    context: str = "pyairtable-sandbox"
    builder: str = "pyairtable-sandbox"  # buildx instance
    github_owner: str = "Reg-Kris"

    @property
    def registry(self) -> str:
        """`host:port` of the TLS registry."""
        return f"127.0.0.1:{self.registry_port}"

    @property
    def github_url(self) -> str:
        """Base address that the GitHub provider and clients get."""
        return f"http://127.0.0.1:{self.github_port}/"

    @property
    def api_server(self) -> str:
        """Address of the Kubernetes API for clients on this machine."""
        return f"https://127.0.0.1:{self.api_server_port}"

    @property
    def first_service_address(self) -> str:
        """Where pods reach the Kubernetes API: the first address of the Service range."""
        return str(IPv4Network(self.service_range)[1])


def load() -> Settings:
    """The settings with the environment's changes applied.

    Raises:
        ValueError: a port is not a number.
    """
    changes: dict[str, str | int] = {}
    for field in fields(Settings):
        value = os.environ.get(PREFIX + field.name.upper())
        if value is not None:
            changes[field.name] = int(value) if field.type in (int, "int") else value
    return Settings(**changes)  # type: ignore[arg-type]
