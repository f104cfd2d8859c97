"""What the catalog's JSON Schema says about one place in it, for messages that name what may stand there."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from catalog.errors import Location
from catalog.model import Catalog

Schema = Mapping[str, Any]
_ANYTHING: Schema = {}


def keys_at(location: Location) -> tuple[str, ...]:
    """The keys that the mapping at a location may have; none where any key may stand."""
    return tuple(_at(location).get("properties", {}))


def example_of(location: Location) -> str:
    """A value that may stand at a location, as it would be written, or nothing if the schema has none."""
    schema = _at(location)
    values: list[Any] = schema.get("examples") or schema.get("enum") or [schema.get("const", "")]
    return str(values[0])


@cache
def _schema() -> Schema:
    return Catalog.model_json_schema()


def _at(location: Location) -> Schema:
    schema = _plain(_schema())
    for step in location:
        if isinstance(step, int):
            schema = _plain(schema.get("items", _ANYTHING))
        elif step in schema.get("properties", {}):
            schema = _plain(schema["properties"][step])
        else:
            patterns: Schema = schema.get("patternProperties", _ANYTHING)
            schema = _plain(next(iter(patterns.values()), _ANYTHING))
    return schema


def _plain(schema: Schema) -> Schema:
    """Follows a reference, and the only way of an optional value that is not null."""
    for option in cast("list[Schema]", schema.get("anyOf", [])):
        if option.get("type") != "null":
            return _plain(option)
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix("#/$defs/")
        return cast("Schema", _schema()["$defs"][name])
    return schema
