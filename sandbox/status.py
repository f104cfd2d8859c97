"""`make status`: what runs, where, since when and with how much memory."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from sandbox import paths, toolchain
from sandbox.cluster import cgroups
from sandbox.cluster.kubernetes import Kubernetes
from sandbox.cluster.ports import load as load_ports
from sandbox.console import console
from sandbox.errors import SandboxError
from sandbox.parts import TOOLS, all_parts
from sandbox.settings import load
from sandbox.supervisor import daemon, processes
from sandbox.supervisor.client import DONE, RUNNING, PartState
from sandbox.supervisor.part import Part

ALL_UP, SOMETHING_DOWN, DOWN = 0, 1, 3
MIB = 1024 * 1024
TABLE_WIDTH = 96  # nothing is cut off where the output is no terminal


@dataclass(frozen=True)
class NodeState:
    """What Kubernetes says about its node and pods.

    Args:
        ready: whether the node takes pods.
        pods_ready: pods whose containers are all ready.
        pods: pods that should be ready (finished ones do not count).
    """

    ready: bool
    pods_ready: int
    pods: int

    @property
    def well(self) -> bool:
        """Nothing to worry about."""
        return self.ready and self.pods_ready == self.pods


def show() -> int:
    """Prints the table.

    Returns:
        0 when all is up, 1 when something is not, 3 when the sandbox is down.
    """
    states = daemon.states()
    if not states:
        left = processes.of_sandbox(paths.SANDBOX)
        orphans = f", but {len(left)} of its processes are left; `make up` mends that" if left else ""
        console.print(f"the sandbox is down{orphans}")
        return SOMETHING_DOWN if left else DOWN
    tools = toolchain.ensure(TOOLS)
    node = node_state(Kubernetes(tools.path("kubectl")))
    table = _table(states, all_parts(tools, load(), load_ports()))
    Console(width=max(console.width, TABLE_WIDTH)).print(table)
    console.print(_summary(node))
    return ALL_UP if node and node.well and all(state.ready for state in states) else SOMETHING_DOWN


def node_state(kubernetes: Kubernetes) -> NodeState | None:
    """Asks Kubernetes; nothing when it does not answer."""
    try:
        answer = kubernetes.call("get", "nodes,pods", "--all-namespaces", "--output=json", timeout=10)
    except SandboxError:
        return None
    items = json.loads(answer)["items"]
    nodes = [item for item in items if item["kind"] == "Node"]
    pods = [item for item in items if item["kind"] == "Pod" and item["status"].get("phase") != "Succeeded"]
    return NodeState(bool(nodes) and all(_is_ready(node) for node in nodes), sum(map(_is_ready, pods)), len(pods))


def memory(process: psutil.Process) -> int:
    """Bytes that a process and its children hold; what several share is divided among them (PSS)."""
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            total += one.memory_full_info().pss
    except psutil.Error:
        pass  # ended meanwhile
    return total


def total_memory() -> int:
    """Bytes that every process of the sandbox holds, pods included (PSS)."""
    ours = {process.pid: process for process in (*processes.of_sandbox(paths.SANDBOX), *cgroups.members())}
    total = 0
    for process in ours.values():
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total


def _table(states: list[PartState], parts: Sequence[Part]) -> Table:
    order = {part.name: place for place, part in enumerate(parts)}
    addresses = {part.name: part.address for part in parts}
    table = Table(box=None, pad_edge=False)
    for column in ("part", "state", "address", "memory", "up for", "restarts"):
        table.add_column(column, justify="right" if column in ("memory", "restarts") else "left")
    for state in sorted(states, key=lambda state: order.get(state.name, len(order))):
        process = _process(state)
        table.add_row(
            state.name,
            _colour(state),
            addresses.get(state.name, ""),
            f"{memory(process) // MIB} MiB" if process else "",
            str(timedelta(seconds=state.age // 1_000_000_000)) if process else "",
            str(state.restarts or ""),
        )
    return table


def _process(state: PartState) -> psutil.Process | None:
    try:
        return psutil.Process(state.pid) if state.status in RUNNING and state.pid > 0 else None
    except psutil.NoSuchProcess:
        return None


def _colour(state: PartState) -> str:
    if state.ready:
        return "[green]done[/]" if state.status == DONE else "[green]ready[/]"
    return f"[red]{state.status.lower()}[/]"


def _summary(node: NodeState | None) -> str:
    total = f"[bold]{total_memory() / MIB / 1024:.2f} GiB[/] of memory in all"
    if node is None:
        return f"\n[red]Kubernetes does not answer[/] · {total}"
    said = "[green]ready[/]" if node.ready else "[red]not ready[/]"
    colour = "green" if node.pods_ready == node.pods else "red"
    return f"\nnode {said} · pods [{colour}]{node.pods_ready} of {node.pods} ready[/] · {total}"


def _is_ready(item: dict[str, Any]) -> bool:
    conditions = item["status"].get("conditions", [])
    return any(entry["type"] == "Ready" and entry["status"] == "True" for entry in conditions)
