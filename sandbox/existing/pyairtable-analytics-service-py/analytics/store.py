"""Events of the last days, counted as they come in; single events are not kept."""

from collections import Counter
from datetime import date, timedelta

KEPT_DAYS = 90


class Store:
    def __init__(self) -> None:
        self._days: dict[date, Counter[str]] = {}

    def add(self, day: date, name: str) -> None:
        self._days.setdefault(day, Counter())[name] += 1
        oldest = max(self._days) - timedelta(days=KEPT_DAYS)
        for past in [kept for kept in self._days if kept < oldest]:
            del self._days[past]

    def daily(self) -> dict[date, int]:
        """Events per day, oldest first."""
        return {day: self._days[day].total() for day in sorted(self._days)}

    def top(self, limit: int) -> list[tuple[str, int]]:
        """The most frequent events, by count and then by name."""
        total: Counter[str] = sum(self._days.values(), Counter[str]())
        return sorted(total.items(), key=lambda entry: (-entry[1], entry[0]))[:limit]
