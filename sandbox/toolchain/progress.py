"""Shows builds as they run: a live line each under a terminal, else a line when one begins and ends."""

import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field

from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from sandbox.console import console


@dataclass
class Builds:
    """Counts the builds of one run.

    Args:
        total: how many there will be.
    """

    total: int
    _begun: int = 0
    _live: Progress = field(
        default_factory=lambda: Progress(
            SpinnerColumn(),
            TextColumn("building {task.description}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
    )

    def display(self) -> AbstractContextManager[object]:
        """The live lines, where there is a terminal to show them."""
        return self._live if console.is_terminal else nullcontext()

    @contextmanager
    def building(self, name: str) -> Generator[None]:
        """One build, from its beginning to its end; nothing is said about the end of a failed one."""
        self._begun += 1
        title = f"{name} ({self._begun} of {self.total})"
        begin = time.monotonic()
        task = self._live.add_task(title)
        if not console.is_terminal:
            console.print(f"[dim]…[/] building {title}")
        try:
            yield
            console.print(f"[green]✓[/] {name} [dim]{time.monotonic() - begin:.0f} s[/]")
        finally:
            self._live.remove_task(task)
