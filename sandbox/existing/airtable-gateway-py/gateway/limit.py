"""Airtable allows 5 requests a second per base (https://airtable.com/developers/web/api/rate-limits)."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

REQUESTS, SECONDS = 5, 1.0


class Limit:
    """A sliding window per base."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._recent: defaultdict[str, deque[float]] = defaultdict(deque)

    def wait_seconds(self, base: str) -> float:
        """Counts a request and gives 0, or how long to wait before the next one."""
        now, recent = self._clock(), self._recent[base]
        while recent and recent[0] <= now - SECONDS:
            recent.popleft()
        if len(recent) >= REQUESTS:
            return recent[0] + SECONDS - now
        recent.append(now)
        return 0.0
