"""Talks to process-compose over its unix socket."""

from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
from pydantic import BaseModel, ConfigDict, Field

RUNNING = frozenset({"Running", "Launched", "Launching", "Foreground"})
DONE = "Completed"


class PartState(BaseModel):
    """One process as process-compose reports it (src/types/process.go, ProcessState)."""

    model_config = ConfigDict(frozen=True)

    name: str
    status: str
    health: str = Field(alias="is_ready")
    probed: bool = Field(alias="has_ready_probe")
    restarts: int
    exit_code: int
    pid: int
    age: int  # nanoseconds

    @property
    def ready(self) -> bool:
        """Up and answering; or, for a process that ends, done."""
        if self.status == DONE:
            return self.exit_code == 0
        return self.status in RUNNING and (self.health == "Ready" or not self.probed)


class _States(BaseModel):
    data: list[PartState]


class Supervisor:
    """A connection to the running process-compose.

    Every method raises `httpx.HTTPError` when nobody answers on the socket.
    """

    def __init__(self, socket: Path, timeout: float = 30) -> None:
        transport = httpx.HTTPTransport(uds=str(socket))
        self._http = httpx.Client(transport=transport, base_url="http://supervisor", timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def alive(self) -> bool:
        """Whether process-compose answers."""
        try:
            return self._http.get("/live", timeout=2).is_success
        except httpx.HTTPError:
            return False

    def states(self) -> list[PartState]:
        """Every part, in the order of their names."""
        answer = self._http.get("/processes").raise_for_status()
        return sorted(_States.model_validate_json(answer.content).data, key=lambda state: state.name)

    def start(self, name: str) -> None:
        """Starts a part that is not running."""
        self._http.post(f"/process/start/{name}").raise_for_status()

    def stop(self, name: str) -> None:
        """Stops a part and does not restart it."""
        self._http.patch(f"/process/stop/{name}").raise_for_status()

    def shut_down(self) -> None:
        """Stops every part, in reverse order of dependency, and process-compose itself."""
        self._http.post("/project/stop", timeout=90)
