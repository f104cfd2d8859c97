"""Whether a service wants traffic: it has started, it is not ending, and what it needs answers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

# Below the two seconds that the platform's probe waits, so that the answer names what is missing.
CHECK_SECONDS = 1.0

Check = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)


class Readiness:
    """Not ready until told otherwise; ready between the end of start-up and the beginning of shutdown."""

    def __init__(self, checks: Mapping[str, Check] | None = None) -> None:
        """Starts out not ready.

        Args:
            checks: what the service cannot work without, by name; a check raises when it does not answer.
        """
        self.ready = False
        self._checks = dict(checks or {})

    async def missing(self) -> tuple[str, ...]:
        """What keeps the service from working, by name; nothing when it is ready."""
        if not self.ready:
            return ("start",)
        answers = await asyncio.gather(*(self._answers(name, check) for name, check in self._checks.items()))
        return tuple(name for name, answered in zip(self._checks, answers, strict=True) if not answered)

    async def _answers(self, name: str, check: Check) -> bool:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                await check()
        except Exception as error:  # whatever a check raises is its way to say no
            _log.warning("%s does not answer: %s", name, error or type(error).__name__)
            return False
        return True
