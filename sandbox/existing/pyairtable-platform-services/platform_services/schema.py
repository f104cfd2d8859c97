"""What a table's schema is, and what is wrong with a record."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

FieldType = Literal["text", "number", "checkbox", "date", "choice"]


class TableField(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    type: FieldType
    required: bool = False
    choices: tuple[str, ...] = ()


class Schema(BaseModel):
    table: Annotated[str, Field(min_length=1, max_length=100)]
    fields: tuple[TableField, ...]


def problems(schema: Schema, record: Mapping[str, Any]) -> Iterator[str]:
    """Everything that is wrong with a record, not just the first thing."""
    known = {field.name: field for field in schema.fields}
    for name in record:
        if name not in known:
            yield f"{name}: no such field"
    for name, field in known.items():
        if record.get(name) is None:
            if field.required:
                yield f"{name}: required"
        elif not _fits(field, record[name]):
            yield f"{name}: not a {field.type}"


def _fits(field: TableField, value: Any) -> bool:
    match field.type:
        case "text":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "checkbox":
            return isinstance(value, bool)
        case "choice":
            return value in field.choices
        case "date":
            return isinstance(value, str) and _is_date(value)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
