from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from src.handlers.app import create_app
from src.models.service import Service
from src.services.readiness import Readiness


@pytest.fixture
def service() -> Service:
    return Service(name="trial", version="1.2.3", purpose="Being tested")


@pytest.fixture
def readiness() -> Readiness:
    return Readiness()


@pytest.fixture
def app(service: Service, readiness: Readiness) -> FastAPI:
    return create_app(service, readiness)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client
