"""What must hold between the entries of a catalog. Each check yields every mistake that it finds."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.entries import Entry, items, mapping, whole
from catalog.errors import Finding, Location, shown


def consistency(entries: Sequence[Entry]) -> Iterator[Finding]:
    """What an entry says about itself fits together."""
    for entry in entries:
        if entry.kind in ("library", "infrastructure"):
            for key in sorted({"workload", "image", "template"} & entry.keys):
                reason = f"a {entry.kind} does not run; remove '{key}', or write 'kind: service'"
                yield Finding((*entry.location, key), reason)
        elif entry.origin == "new" and "image" in entry.keys:
            reason = "a new service's image is built from its repository; remove 'image', or write 'origin: existing'"
            yield Finding((*entry.location, "image"), reason)
        elif entry.kind == "service" and entry.origin == "existing" and "image" not in entry.keys:
            reason = "an existing service runs the image that its own pipeline pushed; add 'image: {tag: …}'"
            yield Finding((*entry.location, "origin"), reason)
        if entry.origin == "existing" and "template" in entry.keys:
            reason = "an existing service has its own content; remove 'template', or write 'origin: new'"
            yield Finding((*entry.location, "template"), reason)
        if entry.origin == "new" and "renamed_from" in entry.keys:
            reason = "only an existing repository can be renamed; write 'origin: existing', or remove 'renamed_from'"
            yield Finding((*entry.location, "renamed_from"), reason)


def libraries(entries: Sequence[Entry]) -> Iterator[Finding]:
    """A new service starts no earlier than the library of its language, which its template imports."""
    shared: dict[str | None, Entry] = {}
    for entry in entries:
        if entry.kind == "library" and entry.language and entry.phase is not None:
            shared.setdefault(entry.language, entry)
    for entry in entries:
        library = shared.get(entry.language)
        if entry.kind != "service" or entry.origin != "new" or library is None or entry.phase is None:
            continue
        if (library.phase or 0) > entry.phase:
            reason = (
                f"{entry.label} imports the library {library.label}, which comes in a later phase; move one of them"
            )
            yield Finding((*entry.location, "phase"), reason, ("that phase is on", (*library.location, "phase")))


def unique_names(entries: Sequence[Entry]) -> Iterator[Finding]:
    """No two repositories share a GitHub name, present or former, or a Kubernetes name."""
    present = [((*entry.location, "name"), entry.name) for entry in entries if entry.name]
    former = [((*entry.location, "renamed_from"), entry.former) for entry in entries if entry.former]
    first: dict[str, Location] = {}
    for location, name in present + former:
        # GitHub does not tell upper from lower case in names.
        other = first.setdefault(name.lower(), location)
        if other != location:
            reason = f"{shown(name)} is taken; a name stands for one repository, so choose another or remove one"
            yield Finding(location, reason, ("first on", other))
    owners: dict[str, Entry] = {}
    for entry in entries:
        if entry.name is None or first[entry.name.lower()] != (*entry.location, "name"):
            continue
        owner = owners.setdefault(entry.short_name, entry)
        if owner is not entry:
            reason = f"{entry.label} and {owner.label} would both be {shown(entry.short_name)} in Kubernetes"
            yield Finding((*entry.location, "name"), f"{reason}; rename one", ("the other on", owner.location))


def phases(data: Any, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Phases count up from 0 without a gap, each has a repository, and each repository's phase exists.

    Args:
        data: the catalog's data.
        entries: its entries.
    """
    raw = items(data, "phases")
    numbers = [number for phase in raw if (number := whole(mapping(phase).get("number"))) is not None]
    if len(numbers) < len(raw) or not raw:
        return
    for index, number in enumerate(numbers):
        if number != index:
            reason = f"phases count up from 0 in order; write {index} instead of {number}, and renumber what follows"
            yield Finding(("phases", index, "number"), reason)
            break
    used = [entry.phase for entry in entries]
    for index, number in enumerate(numbers):
        if used and number not in used and None not in used:
            yield Finding(("phases", index), f"phase {number} has no repository; give it one or remove the phase")
    known = ", ".join(map(str, sorted(set(numbers))))
    for entry in entries:
        if entry.phase is not None and entry.phase not in numbers:
            reason = f"there is no phase {entry.phase}; write one of {known}, or add it under 'phases'"
            yield Finding((*entry.location, "phase"), reason)
