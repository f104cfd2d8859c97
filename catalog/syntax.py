"""YAML as events, and what is wrong with it in words for the person who wrote it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import ReaderError

from catalog.errors import CatalogError, Problem

# 1,000 services take about 170 kB. A larger file is not a catalog, and reading it could exhaust memory.
MAXIMUM_BYTES = 4 * 2**20

# libyaml's words for a mistake are exact but say nothing about its usual cause.
_CAUSES = (
    ("mapping values are not allowed", "an indentation is wrong, or a text with ': ' in it needs quotes"),
    ("found a tab character", "indent with spaces"),
    ("could not find expected ':'", "the line above is no 'key: value'"),
    ("did not find expected key", "an indentation is wrong, or a text needs quotes"),
    ("did not find expected '-' indicator", "an indentation is wrong"),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing"),
    ("did not find expected node content", "a bracket is not closed"),
    ("found unexpected end of stream", "a quote is not closed"),
    ("found unknown escape character", "write \\\\ for a backslash, or use single quotes"),
    ("block sequence entries are not allowed", "begin the list on a line of its own"),
)
_NO_START = "found character that cannot start any token"


def text_of(path: Path) -> str:
    """The text of a file.

    Raises:
        CatalogError: the file cannot be read, is too large, or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise CatalogError(path, [Problem(1, 1, f"cannot be read: {error.strerror}")]) from None
    if len(content) > MAXIMUM_BYTES:
        reason = f"the file is larger than {MAXIMUM_BYTES // 2**20} MiB, so it is no catalog; name another file"
        raise CatalogError(path, [Problem(1, 1, reason)])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace")
        raise CatalogError(path, [_at_end_of(before, "is not UTF-8 text; save it as UTF-8")]) from None


def events(path: Path, text: str) -> Iterator[Any]:
    """The events of YAML text (`yaml.events`).

    Raises:
        CatalogError: the text is not YAML.
    """
    try:
        # PyYAML has no types.
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)  # pyright: ignore[reportUnknownMemberType]
    except ReaderError as error:
        position: int = vars(error)["position"]
        before = text.encode()[:position].decode(errors="replace")
        code = ord(text[len(before)])
        reason = f"is not YAML: the character U+{code:04X} must not stand in a text file; remove it"
        raise CatalogError(path, [_at_end_of(before, reason)]) from None
    except yaml.MarkedYAMLError as error:
        raise CatalogError(path, [_explained(error, text)]) from None


def _at_end_of(before: str, message: str) -> Problem:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(line, column, message)


def _explained(error: yaml.MarkedYAMLError, text: str) -> Problem:
    details: dict[str, Any] = vars(error)
    mark = details["problem_mark"]
    problem = str(details["problem"])
    lines = text.splitlines() or [""]
    line: int = min(mark.line, len(lines) - 1)
    column: int = mark.column
    reason = problem
    if problem == _NO_START:
        reason = _no_start(lines[line][column : column + 1])
    elif cause := next((cause for words, cause in _CAUSES if words in problem), None):
        reason = f"{problem}; {cause}"
    begun = details["context_mark"]
    if begun is not None and begun.line != mark.line and problem != _NO_START:
        what = re.sub(r"^while (parsing|scanning) ", "", str(details["context"]))
        reason += f" ({what} that begins on line {begun.line + 1})"
    return Problem(line + 1, column + 1, f"is not YAML: {reason}")


def _no_start(character: str) -> str:
    if character == "\t":
        return "a tab cannot indent; use spaces"
    return f"a value cannot begin with {character!r}; put it in quotes"
