"""The tools that a model may call."""

from collections.abc import Callable, Mapping
from typing import Any

TABLES: Mapping[str, list[dict[str, Any]]] = {
    "Projects": [
        {"id": "recA1", "Name": "Atlas", "Budget": 12_000},
        {"id": "recA2", "Name": "Borealis", "Budget": 7_500},
    ],
    "People": [{"id": "recB1", "Name": "Ada", "Role": "Engineer"}],
}


class UnknownTableError(LookupError):
    pass


def _table(name: Any) -> list[dict[str, Any]]:
    try:
        return TABLES[str(name)]
    except KeyError:
        raise UnknownTableError(f"there is no table {name}; known: {', '.join(TABLES)}") from None


def list_tables(_: Mapping[str, Any]) -> list[str]:
    """Names of all tables."""
    return list(TABLES)


def read_records(arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    """All records of one table."""
    return _table(arguments.get("table"))


def count_records(arguments: Mapping[str, Any]) -> int:
    """How many records a table has."""
    return len(_table(arguments.get("table")))


_NOTHING = {"type": "object"}
_ONE_TABLE = {"type": "object", "properties": {"table": {"type": "string"}}, "required": ["table"]}
TOOLS: Mapping[str, tuple[Callable[[Mapping[str, Any]], Any], dict[str, Any]]] = {
    "list_tables": (list_tables, _NOTHING),
    "read_records": (read_records, _ONE_TABLE),
    "count_records": (count_records, _ONE_TABLE),
}


def describe() -> list[dict[str, Any]]:
    """What `tools/list` answers."""
    return [
        {"name": name, "description": tool.__doc__, "inputSchema": schema} for name, (tool, schema) in TOOLS.items()
    ]
