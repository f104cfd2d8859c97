"""Where `depends_on` may lead."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter

from catalog.entries import Entry
from catalog.errors import Finding, did_you_mean, shown

# Nobody mends more at once, and each takes a pass over the whole graph to find.
MAXIMUM_CYCLES = 20


def check(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Every dependency exists, stands in no later phase, stands there once, and none leads back to where it started."""
    by_name = {entry.name: entry for entry in entries if entry.name}

    @cache
    def suggestion(name: str) -> str:
        return did_you_mean(name, by_name)

    for entry in entries:
        seen: set[str] = set()
        for position, name in entry.depends_on:
            location = (*entry.location, "depends_on", position)
            if name in seen:
                yield Finding(location, f"{shown(name)} stands in this list twice; remove one")
            elif name == entry.name:
                yield Finding(location, f"{shown(name)} cannot depend on itself; remove it")
            elif name not in by_name:
                yield Finding(location, f"{shown(name)} is no repository of this catalog{suggestion(name)}")
            else:
                yield from _later(entry, by_name[name], position)
            seen.add(name)
    yield from _cycles(by_name)


def _later(entry: Entry, needed: Entry, position: int) -> Iterator[Finding]:
    if entry.phase is not None and needed.phase is not None and needed.phase > entry.phase:
        reason = (
            f"{needed.label} starts in phase {needed.phase}, after {entry.label} in phase {entry.phase}; "
            "move one of them, or remove the dependency"
        )
        location = (*entry.location, "depends_on", position)
        yield Finding(location, reason, ("that phase is on", (*needed.location, "phase")))


def _cycles(by_name: Mapping[str, Entry]) -> Iterator[Finding]:
    graph = {
        name: [other for _, other in entry.depends_on if other in by_name and other != name]
        for name, entry in by_name.items()
    }
    for _ in range(MAXIMUM_CYCLES):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            # graphlib lists each node before the one that depends on it; readers expect "a needs b needs a".
            cycle: list[str] = list(reversed(error.args[1]))
        else:
            return
        start = min(range(len(cycle) - 1), key=lambda index: by_name[cycle[index]].location)
        cycle = [*cycle[start:-1], *cycle[:start], cycle[start]]
        entry = by_name[cycle[0]]
        position = next(position for position, name in entry.depends_on if name == cycle[1])
        reason = f"a dependency cycle: {' → '.join(map(shown, cycle))}; remove one of these dependencies"
        yield Finding((*entry.location, "depends_on", position), reason)
        for name in cycle:
            graph[name] = []
