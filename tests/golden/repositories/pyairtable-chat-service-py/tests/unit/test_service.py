import pytest
from fastapi.testclient import TestClient

from tests.samples import PATH, UNKNOWN, VALUES


def test_the_root_says_what_is_running(client: TestClient) -> None:
    assert client.get("/").json()["name"] == "chat-service"


def test_without_its_database_the_service_is_alive_and_not_ready(client: TestClient) -> None:
    assert client.get("/health").status_code == 200
    assert client.get("/ready").status_code == 503


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_without_its_database_the_service_says_so(method: str, client: TestClient) -> None:
    response = client.request(method, UNKNOWN, json=VALUES if method == "PUT" else None)
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("field", VALUES)
def test_every_field_is_needed(field: str, client: TestClient) -> None:
    response = client.post(PATH, json={name: value for name, value in VALUES.items() if name != field})
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == [f"body.{field}"]


@pytest.mark.parametrize("field", VALUES)
def test_a_field_of_another_type_is_refused(field: str, client: TestClient) -> None:
    response = client.post(PATH, json={**VALUES, field: ["something else"]})
    assert response.status_code == 422
    assert [error["location"] for error in response.json()["errors"]] == [f"body.{field}"]


def test_a_field_that_nobody_knows_is_refused(client: TestClient) -> None:
    response = client.post(PATH, json={**VALUES, "no_such_field": 1})
    assert response.status_code == 422


def test_the_api_document_has_every_operation(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths[PATH]) == {"get", "post"}
    assert set(paths[PATH + "/{id}"]) == {"get", "put", "delete"}
