"""Is this machine fit for the sandbox? Everything that is wrong is found before anything starts, and said at once."""

from pathlib import Path

from sandbox import paths
from sandbox.cluster import network
from sandbox.cluster.ports import NodePorts, listeners
from sandbox.errors import SandboxError
from sandbox.preflight import capacity, host, networks, packages, ports
from sandbox.preflight.problem import Problem
from sandbox.settings import Settings
from sandbox.supervisor import processes


def check(settings: Settings, node_ports: NodePorts) -> None:
    """Installs missing Debian packages, then looks at everything the sandbox needs.

    Raises:
        SandboxError: with every problem found, one line each.
    """
    problems = host.problems()
    if not problems:
        problems += packages.install_missing()
    if not problems:
        network.load_modules()
        # The rest would only list what the other sandbox holds.
        problems += _other_sandboxes() or _conflicts(settings, node_ports)
    if problems:
        lines = "\n".join(f"  • {problem.what}\n    {problem.mend}" for problem in problems)
        count = "one thing stands" if len(problems) == 1 else f"{len(problems)} things stand"
        raise SandboxError(f"the sandbox cannot start: {count} in the way\n{lines}")


def _conflicts(settings: Settings, node_ports: NodePorts) -> list[Problem]:
    found = host.kernel_problems()
    found += ports.problems(listeners(settings, node_ports))
    found += networks.problems(settings)
    if not processes.of_sandbox(paths.SANDBOX):
        found += capacity.problems()
        found += networks.foreign_kubernetes()
    return found


def _other_sandboxes() -> list[Problem]:
    homes = sorted({home for _, home in processes.marked() if home != str(paths.SANDBOX)})
    return [
        Problem(
            f"another sandbox is running, in {home}",
            f"a machine holds one: run `make down` in {Path(home).parent}",
        )
        for home in homes
    ]
