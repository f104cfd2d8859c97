import json
import logging

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient


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


def test_an_invalid_request_names_each_wrong_field(app: FastAPI, client: TestClient) -> None:
    @app.get("/page")
    async def page(size: int) -> int:
        return size

    response = client.get("/page", params={"size": "many"})
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == ["query.size"]


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
    assert "hunter2" not in json.dumps(response.json())
    assert "hunter2" in caplog.text
