"""`make up`: brings up whatever is down, in order, and says what it does."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox import paths, preflight, toolchain
from sandbox.cluster import cgroups, container_runtime, credentials, dns, firewall, network, node, ports
from sandbox.cluster.documents import write_text
from sandbox.cluster.kubernetes import Kubernetes
from sandbox.cluster.node_images import COREDNS, PAUSE
from sandbox.console import console, step
from sandbox.errors import SandboxError
from sandbox.images.buildkit import render_buildkit_config
from sandbox.images.registry import render_registry_config
from sandbox.lock import exclusive
from sandbox.parts import BUILDKIT_CONFIG, REGISTRY_CONFIG, TOOLS, all_parts
from sandbox.postgres import server as postgres
from sandbox.settings import Settings, load
from sandbox.supervisor import compose, daemon
from sandbox.supervisor.client import PartState
from sandbox.supervisor.part import Tools

READY_SECONDS = 120
GIVE_UP_AFTER_RESTARTS = 5
LINE_LENGTH = 300
FOLDERS = (paths.RUN, paths.LOGS, paths.DATA, paths.CREDENTIALS, paths.CONFIG, paths.STATE)


@dataclass(frozen=True)
class World:
    """The running local world, for the steps that build on it."""

    settings: Settings
    tools: Tools
    kubernetes: Kubernetes


Step = Callable[[World], None]


def up(then: Sequence[Step] = ()) -> None:
    """Brings up the local world and runs the steps that follow, each with a running world in hand.

    Raises:
        SandboxError: a person must mend something first.
    """
    with exclusive("make up"):
        begin = time.monotonic()
        world = up_world()
        for following in then:
            following(world)
        console.print(f"[green]✓[/] the sandbox is up [dim]{time.monotonic() - begin:.0f} s[/]")


def up_world() -> World:
    """Starts every part that is down and returns when all answer.

    Raises:
        SandboxError: the machine is not fit, or a part does not come up.
    """
    settings = load()
    node_ports = ports.load()
    preflight.check(settings, node_ports)
    tools = toolchain.ensure(TOOLS)
    with step("preparing credentials, network and firewall"):
        _prepare(settings, node_ports)
    parts = all_parts(tools, settings, node_ports)
    environment = daemon.common_environment(tools.bin_directories)
    with step(f"starting {len(parts)} parts"):
        project = compose.render(parts, environment, paths.LOGS)
        daemon.start(tools.path("process-compose"), project, environment)
        _wait_until_ready()
    world = World(settings, tools, Kubernetes(tools.path("kubectl")))
    with step("waiting for the Kubernetes node and its DNS"):
        world.kubernetes.apply(dns.manifests(settings, COREDNS))
        world.kubernetes.wait(f"node/{settings.node_name}", "condition=Ready")
        world.kubernetes.wait(f"deployment/{dns.NAME}", "condition=Available", f"--namespace={dns.NAMESPACE}")
    return world


def _prepare(settings: Settings, node_ports: ports.NodePorts) -> None:
    """Everything that must be there before the first process."""
    for folder in (paths.SANDBOX, *FOLDERS):
        folder.mkdir(exist_ok=True)
    paths.SANDBOX.chmod(0o700)
    network.load_modules()
    network.set_up(settings)
    firewall.raise_up(settings)
    cgroups.create()
    credentials.ensure(paths.CREDENTIALS, settings)
    container_runtime.write_configuration(settings, PAUSE)
    node.write_configuration(settings, node_ports)
    write_text(REGISTRY_CONFIG, render_registry_config())
    write_text(BUILDKIT_CONFIG, render_buildkit_config())
    postgres.prepare(settings)


def _wait_until_ready() -> None:
    deadline = time.monotonic() + READY_SECONDS
    before = {state.name: state.restarts for state in daemon.states()}
    while True:
        states = daemon.states()
        waiting = [state for state in states if not state.ready]
        if states and not waiting:
            return
        failing = [state for state in waiting if state.restarts - before.get(state.name, 0) >= GIVE_UP_AFTER_RESTARTS]
        if failing or time.monotonic() > deadline:
            raise _not_ready(failing or waiting)
        time.sleep(0.1)


def _not_ready(states: Sequence[PartState]) -> SandboxError:
    if not states:
        return SandboxError("the supervisor does not answer", f"see {daemon.LOG}")
    names = ", ".join(state.name for state in states)
    log = paths.LOGS / f"{states[0].name}.log"
    last = log.read_text(errors="replace").splitlines()[-3:] if log.exists() else []
    words = "".join(f"\n    {line[:LINE_LENGTH]}" for line in last)
    return SandboxError(f"does not come up: {names}. Last words of {states[0].name}:{words}", f"the whole log: {log}")
