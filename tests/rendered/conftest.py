"""Prepares the repositories once, and says how many checks ran."""

from collections.abc import Iterator

import pytest

from tests.rendered import repositories

UNCHANGED = "unchanged since it passed"


@pytest.fixture(scope="session", autouse=True)
def prepared() -> Iterator[None]:
    """The repositories in their folders, for as long as the tests run."""
    with repositories.prepared():
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A pass that was not run again is called so."""
    passed: list[pytest.TestReport] = terminalreporter.stats.get("passed", [])
    kept = [report for report in passed if UNCHANGED in dict(report.user_properties)]
    if kept:
        terminalreporter.write_line(
            f"rendered repositories: {len(kept)} checks are {UNCHANGED} and were not run again; "
            "RENDERED_CHECKS=all runs them"
        )
