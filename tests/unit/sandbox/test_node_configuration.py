"""Configuration of the node's parts."""

import tomllib
from pathlib import Path
from typing import Any, cast

import pytest

from sandbox import paths
from sandbox.cluster import container_runtime, control_plane, dns, node
from sandbox.cluster.ports import NodePorts, listeners
from sandbox.cluster.ports import load as load_ports
from sandbox.settings import Settings

SETTINGS = Settings()
PORTS = NodePorts()


class Anywhere:
    """Tools that need not exist."""

    def path(self, name: str) -> Path:
        return Path("/tools") / name


def test_every_port_is_on_loopback_or_on_the_nodes_own_address() -> None:
    assert {address for address, _ in listeners(SETTINGS, PORTS)} == {"127.0.0.1", "100.66.0.1"}


def test_no_two_parts_share_a_port() -> None:
    wanted = listeners(SETTINGS, PORTS)
    assert len(set(wanted.values())) == len(wanted)


def test_a_port_can_be_changed_with_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYAIRTABLE_SANDBOX_SCHEDULER_PORT", "17259")
    assert load_ports().scheduler == 17259


def test_containerd_keeps_everything_in_the_sandboxs_folder() -> None:
    config = tomllib.loads(container_runtime.containerd_toml("localhost/pause:1"))
    cri = config["plugins"]["io.containerd.grpc.v1.cri"]
    places = [config["root"], config["state"], config["grpc"]["address"], cri["cni"]["conf_dir"]]
    places.append(cri["containerd"]["runtimes"]["runc"]["options"]["Root"])
    assert all(Path(place).is_relative_to(paths.SANDBOX) for place in places)
    assert cri["netns_mounts_under_state_dir"] is True


def test_containerd_trusts_the_local_registry_through_our_authority() -> None:
    hosts = tomllib.loads(container_runtime.registry_hosts(SETTINGS))
    assert hosts["host"]["https://127.0.0.1:15000"]["ca"] == str(paths.CREDENTIALS / "ca.crt")
    assert "skip_verify" not in container_runtime.registry_hosts(SETTINGS)


def test_pods_have_no_way_out_of_the_bridge() -> None:
    bridge = cast("list[dict[str, Any]]", container_runtime.cni_network(SETTINGS)["plugins"])[0]
    assert bridge["ipMasq"] is False
    assert bridge["ipam"]["ranges"] == [[{"subnet": "100.64.0.0/16"}]]


def test_the_kubelet_answers_nobody_without_a_certificate_or_token() -> None:
    config = cast("dict[str, Any]", node.kubelet_configuration(SETTINGS, PORTS))
    assert config["authentication"]["anonymous"]["enabled"] is False
    assert config["authorization"]["mode"] == "Webhook"
    assert config["readOnlyPort"] == 0


def test_pods_get_no_resolver_but_the_clusters() -> None:
    config = node.kubelet_configuration(SETTINGS, PORTS)
    assert (config["clusterDNS"], config["resolvConf"]) == (["100.65.0.10"], "")
    assert "forward" not in dns.corefile(SETTINGS)


def test_node_ports_open_on_loopback_only() -> None:
    assert node.proxy_configuration(SETTINGS, PORTS)["nodePortAddresses"] == ["127.0.0.0/8"]


def test_the_control_plane_listens_on_loopback_only() -> None:
    parts = (
        control_plane.api_server(Anywhere(), SETTINGS),
        control_plane.controller_manager(Anywhere(), PORTS),
        control_plane.scheduler(Anywhere(), PORTS),
    )
    assert all("--bind-address=127.0.0.1" in part.command for part in parts)


def test_etcd_asks_everybody_for_a_certificate() -> None:
    command = control_plane.etcd(Anywhere(), SETTINGS, PORTS).command
    assert {"--client-cert-auth", "--peer-client-cert-auth"} <= set(command)


def test_dns_runs_under_restricted_pod_security() -> None:
    deployment = next(item for item in dns.manifests(SETTINGS, "localhost/dns:1") if item["kind"] == "Deployment")
    pod = cast("dict[str, Any]", deployment)["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["containers"][0]["securityContext"]["capabilities"] == {"drop": ["ALL"]}
