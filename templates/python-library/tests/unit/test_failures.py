import logging
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from pyairtable_shared.bodies import LIMIT_BYTES

NOTE: dict[str, Any] = {"title": "One", "stars": 5, "pinned": False}
ZERO = "00000000-0000-0000-0000-000000000000"


def test_an_unknown_path_is_a_problem_document(client: TestClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {"type": "about:blank", "title": "Not Found", "status": 404}


def test_a_handlers_refusal_keeps_its_reason_and_headers(app: FastAPI, client: TestClient) -> None:
    @app.get("/refuse")
    async def refuse() -> None:
        raise HTTPException(401, "The token has expired.", {"WWW-Authenticate": "Bearer"})

    response = client.get("/refuse")
    assert response.json()["detail"] == "The token has expired."
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_method_that_a_path_does_not_have_is_answered_with_those_it_has(client: TestClient) -> None:
    response = client.delete("/notes")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("change", "location"),
    [
        ({"title": ""}, "body.title"),
        ({"title": "x" * 201}, "body.title"),
        ({"title": "a\0b"}, "body.title"),
        ({"title": 1}, "body.title"),
        ({"stars": "5"}, "body.stars"),
        ({"stars": 2**31}, "body.stars"),
        ({"stars": 1.5}, "body.stars"),
        ({"stars": True}, "body.stars"),
        ({"pinned": 1}, "body.pinned"),
        ({"pinned": None}, "body.pinned"),
        ({"colour": "red"}, "body.colour"),
    ],
)
def test_an_invalid_field_is_named(change: dict[str, Any], location: str, client: TestClient) -> None:
    response = client.post("/notes", json={**NOTE, **change})
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == [location]


@pytest.mark.parametrize("limit", ["0", "101", "many"])
def test_a_page_has_bounds(limit: str, client: TestClient) -> None:
    response = client.get("/notes", params={"limit": limit})
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == ["query.limit"]


@pytest.mark.parametrize("body", ["{", "", '{"title": "\\ud800"', "[" * 100_000, b"\xff"])
def test_what_is_no_json_is_refused(body: str | bytes, client: TestClient) -> None:
    response = client.post("/notes", content=body, headers={"content-type": "application/json"})
    assert response.status_code in {400, 422}
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_is_not_announced_as_json_is_refused(media_type: str, client: TestClient) -> None:
    response = client.post("/notes", content="{}", headers={"content-type": media_type})
    assert response.status_code == 415
    assert response.headers["content-type"] == "application/problem+json"


def test_a_charset_does_no_harm(client: TestClient) -> None:
    response = client.post("/notes", json=NOTE, headers={"content-type": "application/json; charset=utf-8"})
    assert response.status_code == 201


def test_a_body_over_the_limit_is_refused_announced_or_not(client: TestClient) -> None:
    def pieces(size: int) -> Any:
        for _ in range(size // 1024 + 1):
            yield b" " * 1024

    headers = {"content-type": "application/json"}
    for body in (b" " * (LIMIT_BYTES + 1), pieces(LIMIT_BYTES)):
        response = client.post("/notes", content=body, headers=headers)
        assert response.status_code == 413
        assert response.headers["content-type"] == "application/problem+json"


def test_a_database_that_does_not_answer_is_said_and_not_explained(client: TestClient) -> None:
    response = client.get("/notes/0190a5f4-0000-7000-8000-000000000000")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert "127.0.0.1" not in response.text


@pytest.mark.parametrize("odd", ["0", f"{{{ZERO}}}", ZERO.replace("-", ""), f"urn:uuid:{ZERO}", "%00"])
def test_an_id_is_written_in_one_way(odd: str, client: TestClient) -> None:
    response = client.get(f"/notes/{odd}")
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == ["path.id"]


def test_a_failure_inside_is_logged_and_not_told(
    app: FastAPI, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/fail")
    async def fail() -> None:
        raise RuntimeError("password=hunter2")

    with caplog.at_level(logging.ERROR):
        response = client.get("/fail")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"]
    assert "hunter2" not in response.text
    assert "hunter2" in caplog.text
