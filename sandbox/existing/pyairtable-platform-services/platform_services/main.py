"""Schemas of all tables, and validation of records against them."""

from typing import Any

from fastapi import FastAPI, HTTPException

from . import probes
from .schema import Schema, TableField, problems

app = FastAPI(title="PyAirtable platform services", version="1.12.0", description=__doc__ or "")
app.include_router(probes.router)
app.middleware("http")(probes.count)

SCHEMAS = {
    "Tasks": Schema(
        table="Tasks",
        fields=(
            TableField(name="Title", type="text", required=True),
            TableField(name="Estimate", type="number"),
            TableField(name="Due", type="date"),
            TableField(name="State", type="choice", choices=("open", "doing", "done")),
        ),
    )
}


def _schema(table: str) -> Schema:
    if table not in SCHEMAS:
        raise HTTPException(404, f"there is no schema of table {table}")
    return SCHEMAS[table]


@app.get("/schemas")
async def tables() -> list[str]:
    return sorted(SCHEMAS)


@app.get("/schemas/{table}", responses={404: {"description": "No such table."}})
async def schema(table: str) -> Schema:
    return _schema(table)


@app.post("/schemas/{table}/fields", status_code=201, responses={409: {"description": "The field exists."}})
async def add_field(table: str, field: TableField) -> Schema:
    old = _schema(table)
    if field.name in {existing.name for existing in old.fields}:
        raise HTTPException(409, f"{table} has a field {field.name} already")
    SCHEMAS[table] = Schema(table=table, fields=(*old.fields, field))
    return SCHEMAS[table]


@app.post("/schemas/{table}/validate", responses={404: {"description": "No such table."}})
async def validate(table: str, record: dict[str, Any]) -> dict[str, list[str]]:
    return {"problems": list(problems(_schema(table), record))}
