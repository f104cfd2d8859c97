"""What pydantic found wrong with a value, in the words of a catalog."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

from catalog.entries import items, mapping
from catalog.errors import Location, did_you_mean, shown
from catalog.keys import example_of, keys_at


def explain(detail: ErrorDetails, data: Any) -> str:
    """One message for one of pydantic's errors.

    Args:
        detail: the error.
        data: the whole catalog's data, for the name of the entry that it is in.
    """
    location: Location = tuple(step for step in detail["loc"] if step != "[key]")
    where = _where(location, data)
    kind = detail["type"]
    if kind == "missing":
        return _missing(location, where)
    if kind == "extra_forbidden":
        return _unknown_key(location, where)
    context: Mapping[str, Any] = detail.get("ctx", {})
    if kind not in _EXPECTED:
        return f"{where}: {context.get('error', detail['msg'])}"
    expected = _EXPECTED[kind].format_map(context)
    if expected == "a mapping" and (known := keys_at(location)):
        expected += f" with keys such as {', '.join(known[:4])}"
    return f"{where} must be {expected}, not {_given(detail['input'])}{_remedy(kind, detail['input'])}"


def _where(location: Location, data: Any) -> str:
    """`budget.memory`, or for a part of an entry its name and key: `'mcp-server-py' port`."""
    match location:
        case ():
            return "the file"
        case ("repositories", int(index), *_):
            name = mapping(items(data, "repositories")[index]).get("name")
            entry = shown(name) if isinstance(name, str) else f"entry {index + 1} of repositories"
            return f"{entry}: {_dotted(location[2:])}" if location[2:] else entry
        case _:
            return _dotted(location)


def _dotted(location: Location) -> str:
    words = (f"[{step}]" if isinstance(step, int) else f".{_key(step)}" for step in location)
    return "".join(words).removeprefix(".")


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]{1,60}", name, re.ASCII) else shown(name)


def _missing(location: Location, where: str) -> str:
    key = location[-1]
    example = example_of(location)
    written = f"{key}: {example}" if example else f"{key}: …"
    within = where.removesuffix(str(key)).rstrip(".: ")
    return f"{shown(str(key))} is missing{f' in {within}' if within else ''}; write '{written}'"


def _unknown_key(location: Location, where: str) -> str:
    *above, key = location
    known = keys_at(tuple(above))
    within = where.removesuffix(str(key)).rstrip(".: ")
    hint = did_you_mean(str(key), known) or f"; the keys here are {', '.join(known)}"
    return f"{shown(str(key))} is no key{f' of {within}' if within else ''}{hint}"


# By pydantic's type of error (https://docs.pydantic.dev/latest/errors/validation_errors/), with its context.
_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "literal_error": "{expected}",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "string_too_long": "text of at most {max_length} characters",
    "too_short": "at least {min_length} long",
    "too_long": "at most {max_length} characters",
    "tuple_type": "a list",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
}


def _given(value: Any) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case str():
            return shown(value)
        case int() | float():
            return str(value)
        case Mapping():
            return "a mapping"
        case _:
            return "a list" if value else "an empty list"


def _remedy(kind: str, value: Any) -> str:
    """What to write, where the right type is only a matter of quotes or brackets."""
    if kind == "string_type" and isinstance(value, int | float):
        written = str(value).lower() if isinstance(value, bool) else value
        return f'; put it in quotes: "{written}"'
    if kind == "model_type" and value is None:
        return "; write {} if it changes nothing"
    if kind == "int_type" and isinstance(value, str) and value.isdecimal():
        return "; remove the quotes"
    if kind == "tuple_type" and isinstance(value, str):
        return f"; write [{shown(value)[1:-1]}]"
    return ""
