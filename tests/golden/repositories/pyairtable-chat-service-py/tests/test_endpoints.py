from fastapi.testclient import TestClient

from src.models.service import Service
from src.services.readiness import Readiness


def test_every_path_of_the_api_document_answers(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) >= {"/", "/health", "/ready", "/metrics", "/openapi.json"}
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_the_root_says_what_is_running(client: TestClient, service: Service) -> None:
    assert Service.model_validate(client.get("/").json()) == service


def test_a_service_that_is_not_ready_is_still_alive(client: TestClient, readiness: Readiness) -> None:
    readiness.ready = False
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 200


def test_requests_are_counted_by_route_and_status(client: TestClient) -> None:
    client.get("/health")
    client.get("/nowhere/42")
    client.request("BREW", "/nowhere/43")
    metrics = client.get("/metrics").text
    assert 'http_request_duration_seconds_count{method="GET",route="/health",status="200"} 1.0' in metrics
    assert 'method="GET",route="unmatched",status="404"' in metrics
    assert "process_resident_memory_bytes" in metrics
    for chosen_by_the_caller in ("nowhere", "BREW"):
        assert chosen_by_the_caller not in metrics
