"""Types of fields, the same in JSON, in the API document and in the database."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path
from pydantic import BeforeValidator, Field, StrictBool, StringConstraints

# PostgreSQL's text holds every character but NUL.
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
Flag = StrictBool


def _whole(value: Any) -> Any:
    # JSON has one kind of number: 1.0 is an integer there.
    return int(value) if isinstance(value, float) and value.is_integer() else value


Integer = Annotated[
    int,
    Field(strict=True, ge=-(2**31), le=2**31 - 1, json_schema_extra={"format": "int32"}),
    BeforeValidator(_whole),
]


def _written_in_full(value: Any) -> Any:
    # Python reads more spellings than the API document promises.
    if isinstance(value, str) and len(value) != 36:
        raise ValueError("write an id as 8-4-4-4-12 hexadecimal digits")
    return value


Id = Annotated[UUID, BeforeValidator(_written_in_full)]
PathId = Annotated[Id, Path(alias="id", description="Made by the service when the record was.")]
