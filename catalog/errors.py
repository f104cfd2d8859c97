"""What is wrong with a catalog, said so that a person can mend it without reading code."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


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
