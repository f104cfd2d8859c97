"""`make down` leaves the machine as it was. Needs a machine without a sandbox: run it before `make up`."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sandbox import paths, status, toolchain
from sandbox.cluster import cgroups, mounts
from sandbox.cluster.commands import run
from sandbox.cluster.kubernetes import Kubernetes
from sandbox.images import buildkit
from sandbox.supervisor import daemon, processes
from tests.e2e.sandbox_pods import service, web

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(bool(processes.marked()), reason="a sandbox is up; `make down` first"),
]

# What the kubelet, containerd and CNI would leave outside the sandbox's folder.
OUTSIDE = (
    "/run/containerd",
    "/run/buildkit",
    "/var/lib/cni",
    "/var/lib/kubelet",
    "/var/log/containers",
    "/var/log/pods",
)
KERNEL = ("net/ipv4/ip_forward", "net/ipv4/conf/all/route_localnet", "vm/overcommit_memory", "kernel/panic")


def machine() -> dict[str, list[str]]:
    """Everything of the machine that the sandbox changes while it runs."""
    rules = [
        line
        for family in ("iptables", "ip6tables")
        for line in run(f"{family}-save").stdout.splitlines()
        if line.startswith("-A") or re.match(r":\S+ -", line)
    ]
    return {
        "links": sorted(psutil.net_if_addrs()),
        "addresses": sorted(address.address for every in psutil.net_if_addrs().values() for address in every),
        "routes": run("ip", "route", "show", "table", "all").stdout.splitlines(),
        "rules": [re.sub(r" \[\d+:\d+\]", "", rule) for rule in rules],
        "mounts": [str(point) for folder in (paths.SANDBOX, buildkit.ROOT) for point in mounts.below(folder)],
        "groups": [str(place) for place in cgroups.hierarchies() if (place / cgroups.GROUP).exists()],
        "kernel": [Path("/proc/sys", name).read_text() for name in KERNEL],
        "outside": [place for place in OUTSIDE if Path(place).exists()],
        "processes": [process.name() for process, _ in processes.marked()],
        "folder": [str(paths.SANDBOX)] if paths.SANDBOX.exists() else [],
    }


@pytest.fixture
def nothing_before() -> Iterator[dict[str, list[str]]]:
    command("down")
    yield machine()
    command("down")


def command(name: str) -> int:
    """Runs a command of the sandbox alone, without the platform on top, and returns its exit code."""
    calls = {
        "up": "up.up()",
        "stop": "down.stop()",
        "down": "down.down()",
        "status": "sys.exit(status.show())",
    }
    program = f"import sys; from sandbox import down, status, up; {calls[name]}"
    return subprocess.run([sys.executable, "-c", program], cwd=paths.PROJECT, check=False).returncode


def comes_up() -> bool:
    """Whether all is up within half a minute; Kubernetes' picture is stale for a moment after a start."""
    deadline = time.monotonic() + 30
    while command("status") != status.ALL_UP:
        if time.monotonic() > deadline:
            return False
        time.sleep(1)
    return True


def run_pods() -> None:
    kubernetes = Kubernetes(toolchain.ensure(["kubectl"]).path("kubectl"))
    kubernetes.apply([web("default"), service("default", "web")])
    kubernetes.wait("deployment/web", "condition=Available", "--namespace=default")


def test_down_leaves_nothing_and_a_stop_loses_nothing(nothing_before: dict[str, list[str]]) -> None:
    assert command("up") == 0
    run_pods()
    assert machine() != nothing_before

    assert command("stop") == 0
    assert command("status") == status.DOWN
    assert mounts.below(paths.SANDBOX) == []
    assert command("up") == 0
    assert comes_up(), "what ran before the stop runs again"

    assert command("down") == 0
    assert machine() == nothing_before


def test_down_cleans_up_after_everything_was_killed(nothing_before: dict[str, list[str]]) -> None:
    assert command("up") == 0
    run_pods()
    processes.kill(processes.of_sandbox(paths.SANDBOX))
    assert daemon.states() == []
    assert command("down") == 0
    assert machine() == nothing_before
