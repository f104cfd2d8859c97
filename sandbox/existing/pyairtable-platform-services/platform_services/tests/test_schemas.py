from typing import Any

import pytest
from fastapi.testclient import TestClient

from ..main import app

client = TestClient(app)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"Title": "Write", "Estimate": 3, "Due": "2025-02-01", "State": "open"}, []),
        ({"Estimate": True}, ["Title: required", "Estimate: not a number"]),
        ({"Title": "x", "Due": "tomorrow", "Colour": "red"}, ["Colour: no such field", "Due: not a date"]),
    ],
)
def test_a_record_gets_all_its_problems(record: dict[str, Any], expected: list[str]) -> None:
    assert client.post("/schemas/Tasks/validate", json=record).json() == {"problems": expected}


def test_a_field_is_added_once() -> None:
    field = {"name": "Owner", "type": "text"}
    assert client.post("/schemas/Tasks/fields", json=field).status_code == 201
    assert client.post("/schemas/Tasks/fields", json=field).status_code == 409


def test_a_table_without_schema_is_not_found() -> None:
    assert client.get("/schemas/Nope").status_code == 404
