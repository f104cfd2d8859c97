"""An empty stand-in for GitHub."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.unit.github.conftest import Api, Server


@pytest.fixture(scope="session")
def server() -> Generator[Server]:
    """The socket."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def api(server: Server, tmp_path: Path) -> Generator[Api]:
    """An empty stand-in."""
    with server.over(tmp_path / "data") as url:
        yield Api(url)
