"""One voice for the terminal: every part of the sandbox reports its steps here."""

import time
from collections.abc import Generator
from contextlib import contextmanager, nullcontext

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def step(title: str) -> Generator[None, None, None]:
    """Prints a step with its duration; under a terminal it shows that it is still going.

    Args:
        title: what happens, in a few words ("starting etcd").
    """
    begin = time.monotonic()
    if not console.is_terminal:
        console.print(f"… {title}")
    with console.status(title) if console.is_terminal else nullcontext():
        yield
    console.print(f"[green]✓[/] {title} [dim]{time.monotonic() - begin:.1f} s[/]")
