"""Every request that came in, for tests and benchmarks to count. In memory: it starts empty with the process."""

from collections import deque
from dataclasses import asdict, dataclass

from sandbox.github.database import Json

KEPT = 200_000


@dataclass(frozen=True)
class Entry:
    """One answered request.

    Args:
        time: when it came in, ISO 8601.
        milliseconds: how long the answer took.
        fault: the injected fault that it met, if any.
    """

    time: str
    method: str
    path: str
    status: int
    milliseconds: float
    fault: str | None = None


class RequestLog:
    """The newest requests, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def add(self, entry: Entry) -> None:
        """Notes a request."""
        self._entries.append(entry)

    def clear(self) -> None:
        """Forgets all."""
        self._entries.clear()

    def show(self) -> list[Json]:
        """For the control route."""
        return [asdict(entry) for entry in self._entries]
