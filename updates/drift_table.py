"""Drift as a table for a terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from updates.comparison import Standing
from updates.drift import Drift

_COLORS = {"current": "green", "behind": "yellow", "missing": "dim", "unknown": "red"}
_SHOWN = [standing for standing in Standing if standing is not Standing.MATCHES]


def show(found: Sequence[Drift]) -> None:
    """Prints a row per repository: its state, how many files match, and every file that does not."""
    console = Console(highlight=False)
    table = Table()
    for column, folding in (
        ("repository", False),
        ("state", False),
        ("match", False),
        ("differ", True),
        ("open", False),
    ):
        table.add_column(column, no_wrap=not folding, overflow="fold")
    for drift in found:
        color = _COLORS[drift.state]
        table.add_row(
            drift.repository,
            f"[{color}]{drift.state}[/]",
            str(len(drift.paths(Standing.MATCHES))) if drift.files else "",
            drift.reason or "\n".join(f"{standing}: {path}" for standing in _SHOWN for path in drift.paths(standing)),
            f"[link={drift.pull_request}]#{drift.pull_request.rpartition('/')[2]}[/]" if drift.pull_request else "",
        )
    console.print(table)
    count = {state: sum(drift.state == state for drift in found) for state in _COLORS}
    console.print(", ".join(f"{number} {state}" for state, number in count.items() if number))
