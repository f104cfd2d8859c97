import json

import pytest
from fastapi.testclient import TestClient

from pyairtable_shared import logs


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_request_is_one_json_line_with_its_id(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info", "trial", "1.2.3")
    response = client.get("/", headers={"X-Request-Id": "abc-123"})
    assert response.headers["x-request-id"] == "abc-123"
    [line] = [line for line in lines(capsys) if line["message"] == "request"]
    assert line["request_id"] == "abc-123"
    assert (line["service"], line["version"], line["level"]) == ("trial", "1.2.3", "INFO")
    assert (line["method"], line["path"], line["status"]) == ("GET", "/", 200)


def test_probes_and_scrapes_do_not_fill_the_log(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info", "trial", "1.2.3")
    for path in ("/health", "/ready", "/metrics"):
        client.get(path)
    assert [line for line in lines(capsys) if line["message"] == "request"] == []


def test_requests_are_counted_by_route_and_status(client: TestClient) -> None:
    client.get("/health")
    client.get("/notes/1")
    client.get("/nowhere/42")
    client.request("BREW", "/nowhere/43")
    metrics = client.get("/metrics").text
    assert 'http_request_duration_seconds_count{method="GET",route="/health",status="200"} 1.0' in metrics
    assert 'method="GET",route="/notes/{id}",status="422"' in metrics
    assert 'method="GET",route="unmatched",status="404"' in metrics
    for chosen_by_the_caller in ("nowhere", "BREW"):
        assert chosen_by_the_caller not in metrics


def test_the_process_and_the_pool_are_measured(client: TestClient) -> None:
    metrics = client.get("/metrics").text
    assert "process_resident_memory_bytes" in metrics
    assert "python_gc_collections_total" in metrics
    assert 'database_pool_connections{state="in_use"} 0.0' in metrics
    assert "database_pool_max_connections 5.0" in metrics
