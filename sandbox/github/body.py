"""A request's JSON body, read with github.com's complaints about what does not fit."""

from typing import Any, cast

from sandbox.github.database import Json
from sandbox.github.errors import ApiError


class Body:
    """Typed access to the fields of a JSON object.

    Raises:
        ApiError: 422 from every reader whose field has another type, and for a required field that is missing.
    """

    def __init__(self, fields: Json) -> None:
        self.fields = fields

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def text(self, name: str) -> str:
        """A required string."""
        value = self.optional_text(name)
        if value is None:
            raise _unfit(f'"{name}" wasn\'t supplied.')
        return value

    def optional_text(self, name: str) -> str | None:
        """A string, or None when absent or null."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, str):
            raise _unfit(f"For 'properties/{name}', {value!r} is not a string.")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean."""
        value = self.fields.get(name, default)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise _unfit(f"For 'properties/{name}', {value!r} is not a boolean.")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of strings; absent counts as empty."""
        items = self._items(name)
        if not all(isinstance(item, str) for item in items):
            raise _unfit(f"For 'properties/{name}', an item is not a string.")
        return cast(list[str], items)

    def objects(self, name: str) -> list["Body"]:
        """A list of objects; absent counts as empty."""
        items = self._items(name)
        if not all(isinstance(item, dict) for item in items):
            raise _unfit(f"For 'properties/{name}', an item is not an object.")
        return [Body(cast(Json, item)) for item in items]

    def object(self, name: str) -> "Body | None":
        """An object, or None when absent or null."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, dict):
            raise _unfit(f"For 'properties/{name}', {value!r} is not an object.")
        return None if value is None else Body(cast(Json, value))

    def _items(self, name: str) -> list[Any]:
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise _unfit(f"For 'properties/{name}', {value!r} is not an array.")
        return cast(list[Any], value)


def _unfit(message: str) -> ApiError:
    return ApiError(422, f"Invalid request.\n\n{message}")
