"""Prepares the repositories, runs what did not pass before, and says how much that was."""

import time
from collections.abc import Callable, Generator
from typing import Protocol

import pytest

from tests.rendered import commands, databases, passed, preparation
from tests.rendered.repositories import Rendered

UNCHANGED = "unchanged since it passed"


class Once(Protocol):
    """Runs a check, unless it passed in this very state."""

    def __call__(self, repository: Rendered, check: str, run: Callable[[], None], server: str = "") -> None:
        """Fails the test with what the command said."""


@pytest.fixture(scope="session", autouse=True)
def prepared() -> Generator[None]:
    """The repositories in their folders, for as long as the tests run."""
    with preparation.prepared():
        yield


@pytest.fixture(scope="session")
def database_server() -> str:
    """Version of the database server, once it is known to be there."""
    try:
        return databases.server_version()
    except databases.NoServerError as error:
        missing = str(error)
    pytest.fail(missing, pytrace=False)


@pytest.fixture
def once(record_property: Callable[[str, object], None]) -> Once:
    """See Once."""

    def call(repository: Rendered, check: str, run: Callable[[], None], server: str = "") -> None:
        key = passed.key(repository.name, repository.digest, check, server)
        if when := passed.before(key):
            record_property(UNCHANGED, when)
            return
        begin = time.monotonic()
        if said := commands.failure(run):
            pytest.fail(said, pytrace=False)
        passed.remember(key, f"{repository.name}-{check}", time.monotonic() - begin)

    return call


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A pass that was not run again is called so."""
    reports: list[pytest.TestReport] = terminalreporter.stats.get("passed", [])
    kept = [report for report in reports if UNCHANGED in dict(report.user_properties)]
    if kept:
        terminalreporter.write_line(
            f"rendered repositories: {len(kept)} checks are {UNCHANGED} and were not run again; "
            "RENDERED_CHECKS=all runs them"
        )
