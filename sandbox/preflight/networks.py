"""Networks of the machine that would collide with ours."""

import socket
from ipaddress import IPv4Network, ip_network

import psutil

from sandbox.cluster.commands import run
from sandbox.cluster.firewall import BRIDGE, ranges
from sandbox.preflight.problem import Problem
from sandbox.settings import PREFIX, Settings

KUBERNETES_PROGRAMS = frozenset({"kubelet", "kube-proxy", "k3s", "k3s-server", "k0s", "microk8s"})


def problems(settings: Settings) -> list[Problem]:
    """Addresses and routes that overlap one of our ranges, but our own."""
    ours = [ip_network(block) for block in ranges(settings)]
    found = [
        Problem(
            f"the machine's {where} overlaps the sandbox's range {block}",
            f"set {PREFIX}POD_RANGE, {PREFIX}SERVICE_RANGE and {PREFIX}DNS_ADDRESS, {PREFIX}NODE_ADDRESS",
        )
        for where, network in [*_addresses(settings), *_routes()]
        for block in ours
        if network.overlaps(block)
    ]
    return list(dict.fromkeys(found))


def foreign_kubernetes() -> list[Problem]:
    """Another Kubernetes node on this machine: both would write the same iptables chains."""
    return [
        Problem(
            f"another Kubernetes runs on this machine: {process.info['name']} (pid {process.pid})",
            "stop it first: two nodes cannot share one machine's iptables",
        )
        for process in psutil.process_iter(["name"])
        if process.info["name"] in KUBERNETES_PROGRAMS
    ]


def _addresses(settings: Settings) -> list[tuple[str, IPv4Network]]:
    found: list[tuple[str, IPv4Network]] = []
    for interface, addresses in psutil.net_if_addrs().items():
        for address in addresses:
            own = interface == BRIDGE or (interface == "lo" and address.address == settings.node_address)
            if address.family == socket.AF_INET and address.netmask and not own:
                network = IPv4Network((address.address, address.netmask), strict=False)
                found.append((f"address {address.address} on {interface}", network))
    return found


def _routes() -> list[tuple[str, IPv4Network]]:
    found: list[tuple[str, IPv4Network]] = []
    for line in run("ip", "-4", "route", "show").stdout.splitlines():
        words = line.split()
        if not words or words[0] in ("default", "unreachable") or f"dev {BRIDGE}" in line:
            continue
        target = words[1] if words[0] in ("blackhole", "prohibit", "broadcast", "local") else words[0]
        found.append((f"route {target}", IPv4Network(target)))
    return found
