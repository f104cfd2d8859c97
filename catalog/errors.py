"""What is wrong with a catalog, said so that a person can mend it without reading code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

Location = tuple[str | int, ...]
"""The keys and indices that lead from the top of a catalog to a value."""

# A message fits a line of a terminal; a longer value is recognised by its beginning.
SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Finding:
    """One mistake, before its place in the file is looked up.

    Attributes:
        location: of the value to mend.
        message: what is wrong, and what to write instead.
        other: words and location of a second place that matters, such as ("first on", …).
    """

    location: Location
    message: str
    other: tuple[str, Location] | None = None


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake at one place.

    Attributes:
        line: 1-based line in the file.
        column: 1-based column in the file.
        message: what is wrong, and what to write instead.
    """

    line: int
    column: int
    message: str


class CatalogError(Exception):
    """Everything that is wrong with one catalog file; its text is ready to print.

    Args:
        path: the file.
        problems: at least one; sorted by place here.
    """

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(f"{path}:{p.line}:{p.column}: {p.message}" for p in self.problems))


def shown(text: str) -> str:
    """Text from the file in quotes, on one line, without control characters, and cut when it is long."""
    if len(text) > SHOWN_CHARACTERS:
        text = text[: SHOWN_CHARACTERS - 1] + "…"
    return repr(text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'name'?` when a known word is near, else nothing."""
    near = get_close_matches(word[:SHOWN_CHARACTERS], known, n=1, cutoff=0.75)
    return f"; did you mean {near[0]!r}?" if near else ""
