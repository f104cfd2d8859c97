"""An empty stand-in for GitHub, for every test that asks for one."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.unit.stand_in import Api, Server


@pytest.fixture(scope="session")
def server() -> Generator[Server]:
    """The socket."""
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def live(server: Server, tmp_path: Path) -> Generator[str]:
    """The address of an empty stand-in."""
    with server.over(tmp_path / "data") as url:
        yield url


@pytest.fixture
def api(live: str) -> Api:
    """Requests of an administrator."""
    return Api(live)
