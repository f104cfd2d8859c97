from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pyairtable_shared.settings import load

from src.config import Settings
from src.main import create_app

# Nothing listens on port 1.
ENVIRONMENT = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app(load(Settings, ENVIRONMENT))) as client:
        yield client
