"""Ports that somebody else holds."""

from collections.abc import Mapping

import psutil

from sandbox import paths
from sandbox.preflight.problem import Problem
from sandbox.settings import PREFIX
from sandbox.supervisor import processes

ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound


def problems(wanted: Mapping[tuple[str, int], str]) -> list[Problem]:
    """Every port of ours on which a process that is not ours listens.

    Args:
        wanted: address and port, with the name of the part that will listen there.
    """
    ours = {process.pid for process in processes.of_sandbox(paths.SANDBOX)}
    found: list[Problem] = []
    for connection in psutil.net_connections("tcp"):
        if connection.status != psutil.CONN_LISTEN or connection.pid in ours:
            continue
        for (address, port), part in wanted.items():
            local = connection.laddr
            if local and local.port == port and (local.ip == address or local.ip in ANY):
                found.append(
                    Problem(
                        f"port {port} on {address} (for {part}) is held by {_holder(connection.pid)}",
                        f"end that program, or choose another port with the variable {_variable(part)}",
                    )
                )
    return found


def _holder(pid: int | None) -> str:
    if pid is None:
        return "a process of another user"
    try:
        process = psutil.Process(pid)
        return f"{process.name()} (pid {pid}: {' '.join(process.cmdline())[:80]})"
    except psutil.Error:
        return f"pid {pid}"


def _variable(part: str) -> str:
    names = {"kube-apiserver": "api_server", "api-forward": "api_server", "postgres for pods": "postgres"}
    return f"{PREFIX}{names.get(part, part.replace(' ', '_'))}_port".upper()
