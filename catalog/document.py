"""YAML as plain data with the place of every value, so that a message can name the line to mend.

Read is what a catalog needs: mappings, lists and plain scalars. Tags, aliases and merge keys are refused: they make one
line's meaning depend on another's, and they are what makes YAML from strangers dangerous.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from catalog.errors import CatalogError, Location, Problem, shown
from catalog.scalars import Scalar, value_of
from catalog.syntax import events, text_of

# The model is seven levels deep; deeper nesting is a mistake and would exhaust the interpreter's stack.
MAXIMUM_DEPTH = 20
Place = tuple[int, int]

# Of no type that a model takes, so that what is built on it is refused too.
UNREAD = object()


@dataclass(frozen=True)
class Document:
    """Plain data, and where each part of it stands.

    Attributes:
        data: dicts with string keys, lists, strings, numbers, booleans, None, and `UNREAD` where a problem says why.
        places: path of keys and indices to 1-based (line, column); a mapping's entry stands at its key.
        problems: what was wrong with the YAML itself but did not stop the reading (duplicate keys, aliases).
    """

    data: Any
    places: dict[Location, Place]
    problems: tuple[Problem, ...]

    def place(self, path: Location) -> Place:
        """Where a path stands, or the nearest part above it that exists."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


class _Reader:
    def __init__(self, source: Path, stream: Iterator[Any]) -> None:
        self._source = source
        self._stream = stream
        self.places: dict[Location, Place] = {(): (1, 1)}
        self.problems: list[Problem] = []

    def document(self) -> Any:
        starts = (event for event in self._stream if isinstance(event, yaml.DocumentStartEvent))
        data = self._read(next(self._stream), ()) if next(starts, None) else None
        if second := next(starts, None):
            self.problems.append(Problem(*_place(second), "a second document begins here; a catalog is one document"))
        return data

    def _read(self, event: Any, path: Location) -> Any:
        place = _place(event)
        tag: str | None = getattr(event, "tag", None)
        self.places.setdefault(path, place)
        if len(path) > MAXIMUM_DEPTH:
            reason = f"nested more than {MAXIMUM_DEPTH} levels deep, which nothing in a catalog is; remove a level"
            raise CatalogError(self._source, [Problem(*place, reason)])
        if isinstance(event, yaml.AliasEvent):
            return self._refuse(place, "an alias stands for a value elsewhere; write the value out here")
        if isinstance(event, yaml.MappingStartEvent):
            data: Any = self._mapping(path)
        elif isinstance(event, yaml.SequenceStartEvent):
            data = self._sequence(path)
        else:
            data = None if tag else self._scalar(event, place)
        if tag is not None:
            written = shown(tag.replace("tag:yaml.org,2002:", "!!"))
            return self._refuse(place, f"the tag {written} has no meaning here; remove it")
        return data

    def _refuse(self, place: Place, message: str) -> Any:
        self.problems.append(Problem(*place, message))
        return UNREAD

    def _sequence(self, path: Location) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self._stream), yaml.SequenceEndEvent):
            result.append(self._read(event, (*path, len(result))))
        return result

    def _mapping(self, path: Location) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self._stream), yaml.MappingEndEvent):
            if wrong := self._wrong_key(event, path, result):
                self.problems.append(Problem(*_place(event), wrong))
                if not isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                    self._skip(event)
                self._skip(next(self._stream))
                continue
            key: str = event.value
            self.places[*path, key] = _place(event)
            result[key] = self._read(next(self._stream), (*path, key))
        return result

    def _wrong_key(self, event: Any, path: Location, known: dict[str, Any]) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            return "a key must be a plain word"
        key: str = vars(event)["value"]
        if key == "<<":
            return "'<<' merges nothing here; write the keys out"
        if key in known:
            return f"{shown(key)} stands here twice, first on line {self.places[*path, key][0]}; keep one"
        return None

    def _skip(self, event: Any) -> None:
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = next(self._stream)

    def _scalar(self, event: Any, place: Place) -> Scalar:
        try:
            return value_of(event.value, plain=not event.style)
        except ValueError as error:
            return self._refuse(place, str(error))


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def read(path: Path) -> Document:
    """Reads one YAML document.

    Raises:
        CatalogError: the file cannot be read, is too large, is empty, or is not YAML.
    """
    stream = events(path, text_of(path))
    reader = _Reader(path, stream)
    try:
        data = reader.document()
    except CatalogError as error:
        raise CatalogError(path, [*reader.problems, *error.problems]) from None
    if data is None and not reader.problems:
        raise CatalogError(path, [Problem(1, 1, "the file is empty; a catalog begins with 'version: 1'")])
    return Document(data, reader.places, tuple(reader.problems))
