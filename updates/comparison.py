"""How a repository's files stand to the template: what a team changed, and what it has not got yet."""

from enum import StrEnum

from updates.files import File, Files
from updates.merging import stands_elsewhere


class Standing(StrEnum):
    """One file."""

    MATCHES = "matches"
    CHANGED = "changed"
    BEHIND = "behind"
    BOTH = "changed and behind"
    DELETED = "deleted"
    OWN = "its own"


NEEDS_UPDATE = frozenset({Standing.BEHIND, Standing.BOTH})


def compare(base: Files, ours: Files, theirs: Files, *, guest: bool) -> dict[str, Standing]:
    """The standing of every file that the template has or had.

    Args:
        base: the template as it last came to the repository.
        ours: the repository.
        theirs: the template as it is.
        guest: whether the repository was there before the template.
    """
    paths = sorted(base.keys() | theirs.keys())
    found = {path: _standing(base.get(path), ours.get(path), theirs.get(path), guest) for path in paths}
    if guest:
        found |= {path: Standing.OWN for path in paths if path not in ours and stands_elsewhere(path, ours)}
    return {path: standing for path, standing in found.items() if standing}


def _standing(before: File | None, here: File | None, new: File | None, guest: bool) -> Standing | None:
    if here is None:
        return _missing(before, new)
    if here.same(new):
        return Standing.MATCHES
    if before is None:
        return Standing.OWN if guest else Standing.BOTH
    if here.same(before):
        return Standing.BEHIND
    return Standing.CHANGED if before.same(new) or new is None else Standing.BOTH


def _missing(before: File | None, new: File | None) -> Standing | None:
    if new is None:
        return None  # gone on both sides
    return Standing.BEHIND if before is None else Standing.DELETED
