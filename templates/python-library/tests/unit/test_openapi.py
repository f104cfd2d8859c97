from typing import Any

from fastapi.testclient import TestClient


def operation(client: TestClient, path: str, method: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()["paths"][path][method]
    return found


def test_failures_are_described_as_problems(client: TestClient) -> None:
    described = operation(client, "/notes/{id}", "get")["responses"]
    assert list(described) == ["200", "404", "422", "503"]
    for status in ("404", "422", "503"):
        schema = {"$ref": "#/components/schemas/Problem"}
        assert described[status]["content"] == {"application/problem+json": {"schema": schema}}


def test_an_operation_with_a_body_says_how_a_body_is_refused(client: TestClient) -> None:
    assert set(operation(client, "/notes", "post")["responses"]) == {"201", "400", "413", "415", "422"}


def test_every_reference_leads_somewhere(client: TestClient) -> None:
    document = client.get("/openapi.json")
    schemas = document.json()["components"]["schemas"]
    assert {"Problem", "InvalidField", "Note", "NotePage"} <= set(schemas)
    assert "HTTPValidationError" not in document.text


def test_operations_are_named_after_their_handlers(client: TestClient) -> None:
    assert operation(client, "/notes", "get")["operationId"] == "list_notes"
