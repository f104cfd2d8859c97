"""What a supervised process is, independent of who supervises it."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol


class Tools(Protocol):
    """Where programs lie; `sandbox.toolchain.Toolchain` is one."""

    def path(self, name: str) -> Path:
        """The executable of a tool."""
        ...


@dataclass(frozen=True)
class HttpProbe:
    """Ready when a GET answers 200. HTTPS certificates are checked against `SSL_CERT_FILE`."""

    port: int
    path: str
    scheme: Literal["http", "https"] = "http"

    def render(self) -> dict[str, object]:
        """As process-compose writes it."""
        return {"http_get": {"host": "127.0.0.1", "scheme": self.scheme, "path": self.path, "port": str(self.port)}}


@dataclass(frozen=True)
class CommandProbe:
    """Ready when a command exits with 0."""

    command: tuple[str | Path, ...]

    def render(self) -> dict[str, object]:
        """As process-compose writes it (it goes through a shell, hence the quoting)."""
        return {"exec": {"command": f"{quoted(self.command)} >/dev/null 2>&1"}}


@dataclass(frozen=True)
class Part:
    """One supervised process.

    Args:
        name: name in status, logs and dependencies.
        command: program and arguments; no shell is involved.
        probe: how to know that it is ready.
        after: parts that must be ready (or, for one that ends, done) before this one starts.
        ends: the process does its work and exits with 0; it is not restarted.
        environment: variables on top of the common ones.
        stop_signal: the number of the signal that asks it to end.
        stop_seconds: time to end by itself before it is killed.
        address: what people reach it under, for the status table.
    """

    name: str
    command: tuple[str | Path, ...]
    probe: HttpProbe | CommandProbe | None = None
    after: tuple[str, ...] = ()
    ends: bool = False
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    stop_signal: int = 15
    stop_seconds: int = 5
    address: str = ""


def quoted(command: tuple[str | Path, ...]) -> str:
    """The command as one line for a POSIX shell."""
    return shlex.join(str(word) for word in command)
