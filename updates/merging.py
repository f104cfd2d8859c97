"""A template's new state joined three-way with what a team made of the old one, file by file.

Nothing that a team did is ever replaced: both sides of the same lines stand in the file between conflict markers, and
what cannot be joined stays as the team has it and is named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from merge3 import Merge3

from updates.files import File, Files, file_of

OURS, THEIRS = b"<<<<<<< this repository\n", b">>>>>>> platform template\n"
BETWEEN = b"=======\n"

# Where GitHub looks for the same; it reads only one of them.
# https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
_PLACES = {
    ".github/CODEOWNERS": ("CODEOWNERS", "docs/CODEOWNERS"),
    ".github/dependabot.yml": (".github/dependabot.yaml",),
}


class Left(StrEnum):
    """Why a file of the template is not in the merge."""

    DELETED = "was deleted here, and stays so; the template has changed it"
    KEPT = "is no longer in the template, and stays because it was changed here"
    EXISTS = "exists here, and is not touched"
    ELSEWHERE = "has its like in another place here, which it would override, and is not added"
    BLOCKED = "is a folder on one side and a file on the other; it stays as it is here"
    BINARY = "was changed on both sides and is no text; it stays as it is here"


@dataclass
class Merge:
    """What a merge makes of a repository.

    Attributes:
        changes: by path, what a file becomes; None removes it.
        conflicts: the files that have conflict markers now.
        left: by path, why a change of the template is not in `changes`.
    """

    changes: dict[str, File | None] = field(default_factory=dict[str, File | None])
    conflicts: list[str] = field(default_factory=list[str])
    left: dict[str, Left] = field(default_factory=dict[str, Left])

    def add(self, path: str, here: File, joined: tuple[File, bool] | None) -> None:
        """Notes what became of a file that both sides changed."""
        if joined is None:
            self.left[path] = Left.BINARY
            return
        file, conflict = joined
        if not here.same(file):
            self.changes[path] = file
        if conflict:
            self.conflicts.append(path)


def merge(base: Files, ours: Files, theirs: Files, read: Callable[[File], bytes], *, guest: bool) -> Merge:
    """Joins a template's change into a repository.

    Args:
        base: what the template was when it last came to the repository.
        ours: what the repository is.
        theirs: what the template is, with contents.
        read: gets the content of a file of `base` or `ours`.
        guest: whether the repository was there before the template: then a file that exists and did not come from the
            template is not touched at all, instead of being a conflict.

    Returns:
        What to change in `ours`.
    """
    result = Merge()
    # What goes makes room for what comes: a file may become a folder, or a folder a file.
    for path in sorted(base.keys() | theirs.keys(), key=lambda path: (path in theirs, path)):
        before, here, new = base.get(path), ours.get(path), theirs.get(path)
        if _same(before, new) or _same(here, new):
            continue
        if here is None:
            why = _why_absent(path, before, {**ours, **result.changes}, guest)
            if why:
                result.left[path] = why
            else:
                result.changes[path] = new
        elif here.same(before):
            result.changes[path] = new
        elif new is None:
            result.left[path] = Left.KEPT
        elif before is None and guest:
            result.left[path] = Left.EXISTS
        else:
            result.add(path, here, _join(before, here, new, read))
    return result


def _why_absent(path: str, before: File | None, present: Mapping[str, File | None], guest: bool) -> Left | None:
    """Why a file of the template that is not here does not come; None when it does."""
    if _blocked(path, present):
        return Left.BLOCKED
    if before is not None:
        return Left.DELETED
    return Left.ELSEWHERE if guest and stands_elsewhere(path, present) else None


def stands_elsewhere(path: str, present: Mapping[str, File | None]) -> bool:
    """Whether a repository has a file in another place that GitHub reads, which this one would take the place of."""
    return any(present.get(other) for other in _PLACES.get(path, ()))


def _same(one: File | None, other: File | None) -> bool:
    return one.same(other) if one else other is None


def _blocked(path: str, present: Mapping[str, File | None]) -> bool:
    """Whether a file cannot be there, because something else is in its place or in that of one of its folders."""
    if any(present.get(folder) for folder in _above(path)):
        return True
    return any(file and other.startswith(f"{path}/") for other, file in present.items())


def _above(path: str) -> list[str]:
    """The folders that a path lies in."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _join(before: File | None, here: File, new: File, read: Callable[[File], bytes]) -> tuple[File, bool] | None:
    """One file changed on both sides, and whether it has conflict markers; None when it is no text."""
    mode = new.mode if before and here.mode == before.mode else here.mode
    if here.sha == new.sha or (before and before.sha == new.sha):
        return File(mode, here.sha, here.content), False
    if before and before.sha == here.sha:
        return File(mode, new.sha, new.content), False
    base, ours, theirs = (b"" if file is None else read(file) for file in (before, here, new))
    if not here.mode.startswith("100") or b"\0" in base + ours + theirs:
        return None
    content, conflict = join_lines(base, ours, theirs)
    return file_of(content, mode), conflict


def join_lines(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Joins three states of a text.

    Returns:
        The joined text, and whether it has conflict markers.
    """
    joined: list[bytes] = []
    conflict = False
    lines = Merge3(base.splitlines(keepends=True), ours.splitlines(keepends=True), theirs.splitlines(keepends=True))
    for group in lines.merge_groups():
        if group[0] != "conflict":
            joined += group[1]
            continue
        conflict = True
        _, _, here, new = group
        joined += [OURS, *_closed(here), BETWEEN, *_closed(new), THEIRS]
    return b"".join(joined), conflict


def _closed(lines: Sequence[bytes]) -> Sequence[bytes]:
    """The lines with a line break at the end, so that a marker gets a line of its own."""
    if not lines or lines[-1].endswith((b"\n", b"\r")):
        return lines
    return [*lines[:-1], lines[-1] + b"\n"]
