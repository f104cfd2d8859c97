from typing import Any

from fastapi.testclient import TestClient

from ..main import METHOD_NOT_FOUND, app

client = TestClient(app)


def call(method: str, **params: Any) -> Any:
    return client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).json()


def test_every_tool_is_listed_with_its_schema() -> None:
    listed = call("tools/list")["result"]["tools"]
    assert [tool["name"] for tool in listed] == ["list_tables", "read_records", "count_records"]


def test_a_tool_answers_with_text() -> None:
    answer = call("tools/call", name="count_records", arguments={"table": "Projects"})
    assert answer["result"] == {"content": [{"type": "text", "text": "2"}], "isError": False}


def test_an_unknown_table_is_told_to_the_model() -> None:
    answer = call("tools/call", name="read_records", arguments={"table": "Nope"})
    assert answer["result"]["isError"]


def test_an_unknown_method_is_a_protocol_error() -> None:
    assert call("resources/list")["error"]["code"] == METHOD_NOT_FOUND
