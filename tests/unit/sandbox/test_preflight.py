"""What stops the sandbox before anything starts."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from sandbox import paths, preflight
from sandbox.cluster.ports import NodePorts
from sandbox.errors import SandboxError
from sandbox.preflight import capacity, host, networks, packages, ports
from sandbox.preflight.problem import Problem
from sandbox.settings import Settings
from sandbox.supervisor import processes


@pytest.fixture
def held_port() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_port_in_use_is_named_with_its_holder_and_the_way_around_it(held_port: int) -> None:
    (problem,) = ports.problems({("127.0.0.1", held_port): "registry"})
    assert f"port {held_port} on 127.0.0.1 (for registry)" in problem.what
    assert f"pid {os.getpid()}" in problem.what
    assert "PYAIRTABLE_SANDBOX_REGISTRY_PORT" in problem.mend


def test_a_free_port_is_no_problem(held_port: int) -> None:
    assert ports.problems({("127.0.0.2", held_port): "registry"}) == []


@pytest.mark.parametrize(
    ("part", "variable"),
    [
        ("kube-apiserver", "PYAIRTABLE_SANDBOX_API_SERVER_PORT"),
        ("postgres for pods", "PYAIRTABLE_SANDBOX_POSTGRES_PORT"),
        ("etcd peer", "PYAIRTABLE_SANDBOX_ETCD_PEER_PORT"),
        ("kubelet health", "PYAIRTABLE_SANDBOX_KUBELET_HEALTH_PORT"),
    ],
)
def test_the_variable_that_moves_a_port_is_the_one_that_is_read(held_port: int, part: str, variable: str) -> None:
    (problem,) = ports.problems({("127.0.0.1", held_port): part})
    assert problem.mend.endswith(variable)


def test_a_network_of_the_machine_inside_our_range_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {"eth7": [SimpleNamespace(family=socket.AF_INET, address="100.64.3.9", netmask="255.255.255.0")]}
    monkeypatch.setattr(networks.psutil, "net_if_addrs", lambda: addresses)
    monkeypatch.setattr(networks, "run", Mock(return_value=Mock(stdout="100.65.0.0/24 via 10.0.0.1 dev eth7\n")))
    found = [problem.what for problem in networks.problems(Settings())]
    assert found == [
        "the machine's address 100.64.3.9 on eth7 overlaps the sandbox's range 100.64.0.0/16",
        "the machine's route 100.65.0.0/24 overlaps the sandbox's range 100.65.0.0/16",
    ]


def test_our_own_network_is_no_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    own = "unreachable 100.65.0.0/16 metric 4096\n100.64.0.0/16 dev pyair0 scope link\ndefault via 10.0.0.1\n"
    bridge = [SimpleNamespace(family=socket.AF_INET, address="100.64.0.1", netmask="255.255.0.0")]
    monkeypatch.setattr(networks.psutil, "net_if_addrs", lambda: {"pyair0": bridge})
    monkeypatch.setattr(networks, "run", Mock(return_value=Mock(stdout=own)))
    assert networks.problems(Settings()) == []


def test_a_full_disk_says_how_much_is_needed_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacity.shutil, "disk_usage", Mock(return_value=Mock(free=2_500_000_000)))
    assert all("only 2.5 GB free under" in problem.what for problem in capacity.problems())


def test_a_machine_without_apt_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "missing", lambda: [packages.Package("socat", "socat")])
    monkeypatch.setattr(shutil, "which", Mock(return_value=None))
    (problem,) = packages.install_missing()
    assert "there is no apt-get" in problem.what
    assert "socat" in problem.mend


def test_another_user_than_root_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "this user is not root" in [problem.what for problem in host.problems()]


def test_another_system_than_linux_is_pointed_to_a_cluster_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host.platform, "system", lambda: "Darwin")
    (problem,) = host.problems()
    assert "this is Darwin" in problem.what
    assert "cluster" in problem.mend


def test_a_path_too_long_for_sockets_is_found_before_a_part_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "SANDBOX", Path("/") / ("x" * 90) / ".sandbox")
    assert any("too long for unix sockets" in problem.what for problem in host.problems())


def test_every_problem_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Problem("no root", "use sudo"), Problem("old Python", "use a newer one")]
    monkeypatch.setattr(host, "problems", lambda: found)
    with pytest.raises(SandboxError) as raised:
        preflight.check(Settings(), NodePorts())
    assert "2 things stand in the way" in raised.value.message
    assert all(problem.what in raised.value.message and problem.mend in raised.value.message for problem in found)


def test_another_clones_sandbox_is_named_and_its_ports_are_not(monkeypatch: pytest.MonkeyPatch, held_port: int) -> None:
    monkeypatch.setattr(host, "problems", Mock(return_value=[]))
    monkeypatch.setattr(packages, "missing", Mock(return_value=[]))
    monkeypatch.setattr(processes, "marked", Mock(return_value=[(Mock(), "/elsewhere/.sandbox")]))
    with pytest.raises(SandboxError) as raised:
        preflight.check(Settings(registry_port=held_port), NodePorts())
    assert "another sandbox is running, in /elsewhere/.sandbox" in raised.value.message
    assert "run `make down` in /elsewhere" in raised.value.message
    assert str(held_port) not in raised.value.message
