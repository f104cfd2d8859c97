import json

import pytest
from fastapi.testclient import TestClient

from src.services import logs


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


def test_an_id_that_no_service_would_write_is_replaced(client: TestClient) -> None:
    for odd in ("a b", "x" * 129, '"}', ""):
        given = client.get("/", headers={"X-Request-Id": odd}).headers["x-request-id"]
        assert given != odd
        assert len(given) == 32


def test_probes_and_scrapes_do_not_fill_the_log(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info", "trial", "1.2.3")
    for path in ("/health", "/ready", "/metrics"):
        client.get(path)
    assert [line for line in lines(capsys) if line["message"] == "request"] == []
