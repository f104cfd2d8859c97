"""The node is a real one, and nothing of it reaches beyond this machine."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import psutil
import pytest

from sandbox import paths, status, toolchain
from sandbox.cluster import firewall
from sandbox.cluster.commands import run
from sandbox.cluster.kubernetes import Kubernetes
from sandbox.settings import load
from sandbox.supervisor import daemon, processes
from tests.e2e.sandbox_pods import service, web

pytestmark = pytest.mark.e2e
SETTINGS = load()


@pytest.fixture(scope="module")
def kubernetes(platform: None) -> Kubernetes:
    return Kubernetes(toolchain.ensure(["kubectl"]).path("kubectl"))


@pytest.fixture(scope="module")
def namespace(kubernetes: Kubernetes) -> Iterator[str]:
    """A namespace with two web servers behind one Service, and a Service with nobody behind it."""
    name = f"node-{uuid4().hex[:6]}"
    kubernetes.call("create", "namespace", name)
    kubernetes.apply([web(name), service(name, "web"), service(name, "nobody")])
    kubernetes.wait("deployment/web", "condition=Available", f"--namespace={name}")
    yield name
    kubernetes.call("delete", "namespace", name, "--wait=false")


@pytest.fixture(scope="module")
def inside(kubernetes: Kubernetes, namespace: str) -> Callable[[str], str]:
    """Runs a shell command in one of the web servers and returns what it prints."""

    def execute(script: str) -> str:
        return kubernetes.call("exec", f"--namespace={namespace}", "deployment/web", "--", "bash", "-c", script)

    return execute


def test_status_says_that_all_is_up(platform: None) -> None:
    assert status.show() == status.ALL_UP


def test_a_pod_resolves_short_and_long_names(inside: Callable[[str], str], namespace: str) -> None:
    short, long = inside(f"getent hosts web; getent hosts web.{namespace}.svc.cluster.local").splitlines()
    assert short.split()[0] == long.split()[0]
    assert short.startswith("100.65.")


def test_a_pod_reaches_others_and_itself_through_their_service(inside: Callable[[str], str]) -> None:
    answers = inside("for n in 1 2 3 4 5 6 7 8; do curl --silent --max-time 5 http://web/hostname; done")
    assert len(set(answers.split())) == 2


def test_a_pod_reaches_the_kubernetes_api(inside: Callable[[str], str]) -> None:
    token = "/var/run/secrets/kubernetes.io/serviceaccount"
    url = "https://kubernetes.default.svc/version"
    assert "v1.35" in inside(f"curl --silent --max-time 5 --cacert {token}/ca.crt {url}")


def test_a_name_outside_the_cluster_is_refused_at_once(inside: Callable[[str], str]) -> None:
    begin = time.monotonic()
    assert "none" in inside("getent hosts example.invalid || echo none")
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("target", ["nobody", "100.65.77.77"])
def test_traffic_to_a_service_that_is_not_there_ends_on_this_machine(inside: Callable[[str], str], target: str) -> None:
    sent = dropped_packets()
    answer = inside(
        f"curl --silent --max-time 5 --output /dev/null --write-out '%{{time_total}}' http://{target}/ || true"
    )
    assert float(answer) < 2, "refused at once, not after a time-out"
    assert dropped_packets() == sent, "it never came as far as another interface"


def test_the_guard_comes_before_every_other_rule(platform: None) -> None:
    for chain, guard in (("PREROUTING", firewall.INTO), ("POSTROUTING", firewall.OUT_OF)):
        rules = run("iptables", "-w", "-t", "mangle", "-S", chain).stdout.splitlines()
        assert rules[1].endswith(f"-j {guard}")


def test_every_socket_listens_on_loopback_or_on_the_nodes_own_address(platform: None) -> None:
    ours = {process.pid for process in processes.of_sandbox(paths.SANDBOX)}
    open_to = {
        connection.laddr.ip
        for connection in psutil.net_connections("inet")
        if connection.pid in ours and connection.laddr and connection.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)
    }
    assert open_to <= {"127.0.0.1", "::1", SETTINGS.node_address}


def test_a_node_port_answers_on_loopback_only(kubernetes: Kubernetes, namespace: str) -> None:
    described: Any = json.loads(kubernetes.call("get", "service", "web", f"--namespace={namespace}", "--output=json"))
    port = described["spec"]["ports"][0]["nodePort"]
    assert httpx.get(f"http://127.0.0.1:{port}/hostname", timeout=5).status_code == 200
    with socket.socket() as direct:
        direct.settimeout(2)
        assert direct.connect_ex((SETTINGS.node_address, port)) != 0


def test_a_killed_part_comes_back_by_itself(platform: None) -> None:
    before = next(state for state in daemon.states() if state.name == "kube-scheduler")
    os.kill(before.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        now = next(state for state in daemon.states() if state.name == "kube-scheduler")
        if now.ready and now.pid != before.pid:
            return
        time.sleep(0.2)
    pytest.fail("the scheduler is still down")


def test_certificates_and_sockets_are_closed_to_other_users(platform: None) -> None:
    assert paths.SANDBOX.stat().st_mode & 0o077 == 0
    listed = subprocess.run(["setpriv", "--reuid=65534", "ls", str(paths.RUN)], capture_output=True, check=False)
    assert listed.returncode != 0


def dropped_packets() -> int:
    """Packets that the guard stopped on their way out."""
    listed = run("iptables", "-w", "-t", "mangle", "-L", firewall.OUT_OF, "-v", "-n", "-x").stdout
    return sum(int(count) for count in re.findall(r"^\s*(\d+)\s+\d+\s+DROP", listed, re.MULTILINE))
