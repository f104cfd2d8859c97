"""Files of a repository as git sees them: path, mode and blob."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dulwich.objects import Blob

from rendering.template import ANSWERS, RENDERING

PROGRAM, PLAIN = "100755", "100644"
_NAMED = re.compile(rf"^{RENDERING}: ([0-9a-f]+)\r?$".encode(), re.MULTILINE)


@dataclass(frozen=True)
class File:
    """One file.

    Attributes:
        mode: git's, such as 100644.
        sha: of its blob.
        content: its bytes; None for a file that is only known from GitHub's listing. Two files are equal when mode and
            blob are.
    """

    mode: str
    sha: str
    content: bytes | None = None

    def same(self, other: "File | None") -> bool:
        """Whether both have the same content and mode."""
        return other is not None and (self.mode, self.sha) == (other.mode, other.sha)

    @property
    def text(self) -> str | None:
        """Its content as text, or None when it is binary or not known."""
        if self.content is None or b"\0" in self.content:
            return None
        try:
            return self.content.decode()
        except UnicodeDecodeError:
            return None


Files = Mapping[str, File]


def file_of(content: bytes, mode: str = PLAIN) -> File:
    """A file with its content; the blob's sha is computed here, as git would."""
    return File(mode, Blob.from_string(content).id.decode(), content)


def of_folder(folder: Path) -> dict[str, File]:
    """Every file below a folder, by its path in it."""
    return {
        path.relative_to(folder).as_posix(): file_of(path.read_bytes(), PROGRAM if os.access(path, os.X_OK) else PLAIN)
        for path in sorted(path for path in folder.rglob("*") if path.is_file())
    }


def rendering_of(answers: bytes) -> str:
    """The rendering that an answers file names; empty when it names none.

    The last one counts: after a conflict in that very line both sides stand there, the template's below.
    """
    named = _NAMED.findall(answers)
    return named[-1].decode() if named else ""


def rendering_in(files: Files) -> str:
    """The rendering that rendered files come from."""
    answers = files.get(ANSWERS)
    return rendering_of(answers.content or b"") if answers else ""


def changed(before: Files, after: Files) -> dict[str, File | None]:
    """What makes one state of a repository's files another, by path."""
    changes: dict[str, File | None] = {path: file for path, file in after.items() if not file.same(before.get(path))}
    return changes | {path: None for path in before if path not in after}
