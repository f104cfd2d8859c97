"""What can be read of each repository's entry, even of one that is wrong elsewhere.

The checks between entries work on this, so that one wrong value does not hide the mistakes around it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from catalog.errors import Location, shown
from catalog.names import short


@dataclass(frozen=True)
class Entry:
    """The readable part of one entry of `repositories`; a value of the wrong type counts as absent.

    Attributes:
        location: of the entry in the catalog.
        name: GitHub name.
        former: GitHub name before the rename.
        kind: service, library or infrastructure.
        language: go or python.
        origin: new or existing.
        phase: number of its phase.
        depends_on: position in the list and name.
        keys: what the entry says anything about.
        workload: the entry's own workload settings as they are written, if any.
        settings: its own settings on GitHub as they are written, if any.
    """

    location: Location
    name: str | None
    former: str | None
    kind: str | None
    language: str | None
    origin: str | None
    phase: int | None
    depends_on: tuple[tuple[int, str], ...]
    keys: frozenset[str]
    workload: Any
    settings: Any

    @property
    def label(self) -> str:
        """Its name in quotes, as messages show it."""
        return shown(self.name or "")

    @property
    def short_name(self) -> str:
        """Its name in Kubernetes."""
        return short(self.name or "")


def items(data: Any, key: str) -> list[Any]:
    """The list under a key, or an empty one if there is none."""
    return _list(mapping(data).get(key))


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is a mapping, else an empty one."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def entries(data: Any) -> tuple[Entry, ...]:
    """All entries of a catalog's data."""
    return tuple(_entry(("repositories", index), mapping(raw)) for index, raw in enumerate(items(data, "repositories")))


def _entry(location: Location, raw: Mapping[str, Any]) -> Entry:
    return Entry(
        location=location,
        name=_text(raw.get("name")),
        former=_text(raw.get("renamed_from")),
        kind=_text(raw.get("kind")),
        language=_text(raw.get("language")),
        origin=_text(raw.get("origin", "new")),
        phase=whole(raw.get("phase")),
        depends_on=tuple((i, name) for i, name in enumerate(_list(raw.get("depends_on"))) if isinstance(name, str)),
        keys=frozenset(key for key, value in raw.items() if value is not None),
        workload=raw.get("workload"),
        settings=raw.get("settings"),
    )


def whole(value: Any) -> int | None:
    """A whole number, or None; true and false are none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []
