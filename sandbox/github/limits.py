"""github.com's secondary rate limits, off until a test switches them on.

Numbers from https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits:
80 content-generating requests a minute, 500 an hour; 900 points a minute, a read costs one and a write five.
"""

import re
import time
from collections import deque
from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, Field

MINUTE, HOUR = 60.0, 3600.0
READ_POINTS, WRITE_POINTS = 1, 5
# What makes content that people see. Settings such as labels or secrets cost points, not content.
CONTENT = re.compile(
    r"/(repos|pulls|issues|comments|reviews|releases|contents/.*|git/(trees|commits|refs(/.*)?))$|/merge$"
)


class Limits(BaseModel):
    """What is enforced; the defaults are github.com's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    content_per_minute: int = Field(default=80, gt=0)
    content_per_hour: int = Field(default=500, gt=0)
    points_per_minute: int = Field(default=900, gt=0)


class RateLimiter:
    """Counts requests and says how long one has to wait.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.set(Limits())

    def set(self, limits: Limits) -> None:
        """Other limits; counting starts anew."""
        self.limits = limits
        self._content: deque[float] = deque()
        self._points: deque[tuple[float, int]] = deque()

    def wait(self, method: str, path: str) -> int:
        """Whole seconds until this request is allowed; 0 lets it pass and counts it."""
        if not self.limits.enabled:
            return 0
        now = self._clock()
        write = method not in ("GET", "HEAD")
        content = write and method != "DELETE" and CONTENT.search(path) is not None
        until = now
        if content:
            until = max(
                self._free(self.limits.content_per_minute, MINUTE, now),
                self._free(self.limits.content_per_hour, HOUR, now),
            )
        while self._points and self._points[0][0] <= now - MINUTE:
            self._points.popleft()
        cost = WRITE_POINTS if write else READ_POINTS
        if sum(points for _, points in self._points) + cost > self.limits.points_per_minute:
            until = max(until, self._points[0][0] + MINUTE)
        if until > now:
            return max(1, int(until - now + 0.999))
        self._points.append((now, cost))
        if content:
            self._content.append(now)
            while self._content[0] <= now - HOUR:
                self._content.popleft()
        return 0

    def _free(self, allowed: int, window: float, now: float) -> float:
        recent = [moment for moment in self._content if moment > now - window]
        return recent[-allowed] + window if len(recent) >= allowed else now
