import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient
from pyairtable_shared.settings import load
from pyairtable_shared.testing import schema

from src.config import Settings
from src.main import create_app


@contextmanager
def empty() -> Iterator[str]:
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(schema()) as url:
        yield url


@pytest.fixture
def url() -> Iterator[str]:
    """An empty place in the database."""
    with empty() as url:
        yield url


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """The service, ready."""
    # The migrations run in a process of their own, which reads its own environment.
    with empty() as url, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", url)
        with TestClient(create_app(load(Settings))) as client:
            deadline = time.monotonic() + 30
            while client.get("/ready").status_code != 200:
                assert time.monotonic() < deadline, "not ready after 30 s"
                time.sleep(0.05)
            yield client
