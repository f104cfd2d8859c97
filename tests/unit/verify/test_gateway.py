from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog import load
from tests.unit.verify.test_resources import Kept
from verify import gateway

CATALOG = load(Path(__file__).resolve().parents[3] / "services.yaml")
DEPLOYED = frozenset({"api-gateway", "auth-service", "mcp-server"})
TOKEN = {"Authorization": "Bearer t"}


class AuthService:
    """Keeps clients; a test breaks one thing."""

    def __init__(self) -> None:
        self.clients: set[str] = set()
        self.registers = 201

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        assert headers is None
        if method == "DELETE":
            self.clients.remove(path.removeprefix("/clients/"))
            return 204, None
        if path == "/clients":
            assert set(body) == {"name", "redirect_url", "active"}
            self.clients.add("7")
            return self.registers, {"id": "7"}
        assert path == "/clients/7/secret"
        return 201, {"client_id": "7", "client_secret": "s"}


class Gateway:
    """Leads where it should; `answers` holds what a test breaks, by path."""

    def __init__(self) -> None:
        self.answers: dict[str, int] = {}
        self.consumers = Kept("api-gateway", "consumers")

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        if path in self.answers:
            return self.answers[path], None
        if path == "/api/auth-service/token":
            assert (method, body) == ("POST", {"client_id": "7", "client_secret": "s"})
            return 200, {"access_token": "t"}
        if headers != TOKEN:
            return 401, None
        if path.startswith("/consumers"):
            return self.consumers.call("pyairtable", "api-gateway", method, path, body)
        return (404 if "nobody" in path else 200), None


@pytest.fixture
def way_in() -> Gateway:
    return Gateway()


@pytest.fixture
def auth_service() -> AuthService:
    return AuthService()


def failures(way_in: Gateway, auth_service: AuthService) -> list[str]:
    results = gateway.check(way_in, auth_service, CATALOG, DEPLOYED)
    return [f"{result.subject} {result.fact}: {result.problem}" for result in results if not result.passed]


def test_a_gateway_that_leads_everywhere_passes_and_no_client_is_left(
    way_in: Gateway, auth_service: AuthService
) -> None:
    assert failures(way_in, auth_service) == []
    assert auth_service.clients == set()


@pytest.mark.parametrize(
    ("path", "answer", "problem"),
    [
        ("/api/mcp-server/health", 502, "leads to mcp-server with a token: it answers 502 instead of 200"),
        ("/consumers", 401, "keeps its sample resource: POST /consumers answers 401 instead of 201: None"),
        ("/api/nobody/health", 200, "knows no other service: it answers 200 instead of 404"),
        ("/api/auth-service/token", 401, "leads to a token without one: it answers 401 instead of 200"),
        (
            "/api/auth-service/health",
            200,
            "refuses a request without a token: it answers 200 instead of 401",
        ),
    ],
)
def test_a_way_that_is_wrong_is_named(
    way_in: Gateway, auth_service: AuthService, path: str, answer: int, problem: str
) -> None:
    way_in.answers[path] = answer
    assert failures(way_in, auth_service) == [f"api-gateway {problem}"]
    assert auth_service.clients == set(), "also then"


def test_an_auth_service_that_registers_nobody_is_named(way_in: Gateway, auth_service: AuthService) -> None:
    auth_service.registers = 503
    assert failures(way_in, auth_service) == ["auth-service registers a client: it answers 503 instead of 201"]
