"""YAML with the place of every value, so that a message can name the line to mend."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.errors import CatalogError, Problem

# 1,000 services take about 250 kB. A larger file is not a catalog, and parsing it could exhaust memory.
MAXIMUM_BYTES = 4 * 2**20
# The model is five levels deep; deeper nesting is a mistake and would exhaust the interpreter's stack.
MAXIMUM_DEPTH = 20

Key = str | int
Place = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """Plain data, and where each part of it stands.

    Attributes:
        data: dicts, lists, strings, numbers, booleans and None.
        places: path of keys and indices to 1-based (line, column); a mapping's entry stands at its key.
        problems: what was wrong with the YAML itself but did not stop the reading (duplicate keys, aliases).
    """

    data: Any
    places: dict[tuple[Key, ...], Place]
    problems: tuple[Problem, ...]

    def place(self, path: tuple[Key, ...]) -> Place:
        """Where a path stands, or the nearest part above it that exists."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


class _Reader:
    def __init__(self, yaml: YAML) -> None:
        self._constructor = yaml.constructor
        self._seen: set[int] = set()
        self.places: dict[tuple[Key, ...], Place] = {(): (1, 1)}
        self.problems: list[Problem] = []

    def read(self, node: Node, path: tuple[Key, ...]) -> Any:
        place = _place(node)
        self.places.setdefault(path, place)
        if id(node) in self._seen:
            self.problems.append(
                Problem(*place, "an alias repeats this value elsewhere; write it out where it is used")
            )
            return None
        self._seen.add(id(node))
        if len(path) > MAXIMUM_DEPTH:
            self.problems.append(Problem(*place, f"nested more than {MAXIMUM_DEPTH} levels deep"))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _scalar(self, node: Node) -> Any:
        try:
            return self._constructor.construct_object(node)
        except (YAMLError, ValueError, OverflowError):
            self.problems.append(Problem(*_place(node), f"'{node.value}' with the tag {node.tag} is not plain data"))
            return None

    def _mapping(self, node: MappingNode, path: tuple[Key, ...]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.problems.append(Problem(*_place(key_node), "a key must be a plain word"))
                continue
            key: str = key_node.value
            if key in result:
                first = self.places[(*path, key)][0]
                self.problems.append(Problem(*_place(key_node), f"'{key}' stands here twice, first on line {first}"))
                continue
            self.places[(*path, key)] = _place(key_node)
            result[key] = self.read(value_node, (*path, key))
        return result


def _place(node: Node) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1


def read(path: Path) -> Document:
    """Reads one YAML document.

    Raises:
        CatalogError: the file cannot be read, is too large, or is not YAML.
    """
    try:
        content = path.read_bytes()
        if len(content) > MAXIMUM_BYTES:
            raise CatalogError(path, [Problem(1, 1, f"the file is larger than {MAXIMUM_BYTES} bytes")])
        text = content.decode()
    except OSError as error:
        raise CatalogError(path, [Problem(1, 1, f"cannot be read: {error.strerror}")]) from None
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CatalogError(path, [Problem(line, 1, "is not UTF-8 text")]) from None
    yaml = YAML(typ="safe", pure=True)
    try:
        root: Node | None = yaml.compose(text)  # pyright: ignore[reportUnknownMemberType]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise CatalogError(path, [Problem(*place, f"is not YAML: {error.problem or error.context}")]) from None
    except (YAMLError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise CatalogError(path, [Problem(1, 1, f"is not YAML: {reason}")]) from None
    if root is None:
        raise CatalogError(path, [Problem(1, 1, "the file is empty")])
    reader = _Reader(yaml)
    data = reader.read(root, ())
    return Document(data, reader.places, tuple(reader.problems))
