"""JSON-RPC 2.0 over one POST endpoint, as the protocol's HTTP transport wants it."""

import json
from typing import Any, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field

from . import probes
from .tools import TOOLS, UnknownTableError, describe

app = FastAPI(title="PyAirtable MCP server", version="1.3.0", description=__doc__ or "")
app.include_router(probes.router)
app.middleware("http")(probes.count)

METHOD_NOT_FOUND, INVALID_PARAMS = -32601, -32602  # https://www.jsonrpc.org/specification#error_object


class Call(BaseModel):
    jsonrpc: Literal["2.0"]
    id: int | str
    method: str
    params: dict[str, Any] = Field(default_factory=dict)


class RpcError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@app.get("/tools")
async def tools() -> list[dict[str, Any]]:
    """The same as `tools/list`, for people with a browser."""
    return describe()


@app.post("/mcp")
async def rpc(call: Call) -> dict[str, Any]:
    try:
        return {"jsonrpc": "2.0", "id": call.id, "result": _result(call)}
    except RpcError as error:
        return {"jsonrpc": "2.0", "id": call.id, "error": {"code": error.code, "message": str(error)}}


def _result(call: Call) -> dict[str, Any]:
    match call.method:
        case "initialize":
            return {
                "protocolVersion": "2025-03-26",
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "mcp-server-py", "version": app.version},
            }
        case "ping":
            return {}
        case "tools/list":
            return {"tools": describe()}
        case "tools/call":
            return _called(call.params)
        case _:
            raise RpcError(METHOD_NOT_FOUND, f"unknown method {call.method}")


def _called(params: dict[str, Any]) -> dict[str, Any]:
    name = str(params.get("name"))
    if name not in TOOLS:
        raise RpcError(INVALID_PARAMS, f"unknown tool {name}")
    tool, _ = TOOLS[name]
    try:
        text, failed = json.dumps(tool(params.get("arguments") or {})), False
    except UnknownTableError as error:
        # A tool's own failure is a result that the model reads, not a protocol error.
        text, failed = str(error), True
    return {"content": [{"type": "text", "text": text}], "isError": failed}
