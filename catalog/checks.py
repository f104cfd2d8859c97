"""What must hold between the entries of a catalog. Each check yields the path of the mistake and a message."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from pydantic import ValidationError

from catalog.model import Catalog, Phase, Repository
from catalog.names import short
from catalog.quantity import mebibytes

Path = tuple[str | int, ...]
Finding = tuple[Path, str]


def unique_names(repositories: Mapping[int, Repository]) -> Iterator[Finding]:
    """No two repositories share a GitHub name (case-insensitive there), a former name or a Kubernetes name."""
    taken: dict[str, str] = {}
    short_names: dict[str, str] = {}
    for index, repository in repositories.items():
        for key, name in (("name", repository.name), ("renamed_from", repository.renamed_from)):
            if name is None:
                continue
            other = taken.setdefault(name.lower(), repository.name)
            if other != repository.name or (key == "renamed_from" and name.lower() == repository.name.lower()):
                yield (
                    ("repositories", index, key),
                    f"'{name}' is already the name of '{other}'; choose another",
                )
        other = short_names.setdefault(repository.short_name, repository.name)
        if other != repository.name:
            yield (
                ("repositories", index, "name"),
                f"'{repository.name}' and '{other}' would both be called '{repository.short_name}' in Kubernetes",
            )
    for name, count in Counter(r.name for r in repositories.values()).items():
        if count > 1:
            *_, last = (index for index, r in repositories.items() if r.name == name)
            yield ("repositories", last, "name"), f"'{name}' is listed {count} times; keep one"


def phases(declared: Sequence[Phase], repositories: Mapping[int, Repository]) -> Iterator[Finding]:
    """Phases count up from 0 without a gap, and each has a repository."""
    for index, phase in enumerate(declared):
        if phase.number != index:
            yield (
                ("phases", index, "number"),
                f"phases count up from 0 in order; write {index} instead of {phase.number}",
            )
        elif all(repository.phase != index for repository in repositories.values()):
            yield ("phases", index), f"phase {index} has no repository; remove it or give it one"
    numbers = {phase.number for phase in declared}
    for index, repository in repositories.items():
        if repository.phase not in numbers:
            known = ", ".join(map(str, sorted(numbers)))
            yield (
                ("repositories", index, "phase"),
                f"there is no phase {repository.phase}; the phases are {known}",
            )


def dependencies(repositories: Mapping[int, Repository], names: Iterable[str]) -> Iterator[Finding]:
    """Every dependency exists, stands in no later phase, and none leads back to where it started.

    Args:
        repositories: the valid entries by index.
        names: the names of all entries, also of those that are wrong in other ways.
    """
    known = set(names)
    by_name = {repository.name: repository for repository in repositories.values()}
    for index, repository in repositories.items():
        for position, name in enumerate(repository.depends_on):
            place: Path = ("repositories", index, "depends_on", position)
            if name not in known:
                near = next((other for other in known if short(other) == short(name)), None)
                yield (
                    place,
                    f"'{name}' is no repository of this catalog" + (f"; did you mean '{near}'?" if near else ""),
                )
            elif name in by_name and by_name[name].phase > repository.phase:
                yield (
                    place,
                    f"'{name}' starts in phase {by_name[name].phase}, after '{repository.name}' in phase "
                    f"{repository.phase}; move one of them",
                )
    graph = {r.name: [name for name in r.depends_on if name in by_name] for r in repositories.values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        # graphlib lists each node before the one that depends on it; readers expect "a needs b needs a".
        cycle: list[str] = list(reversed(error.args[1]))
        index = next(index for index, repository in repositories.items() if repository.name == cycle[0])
        yield (
            ("repositories", index, "depends_on"),
            f"a dependency cycle: {' → '.join(cycle)}; remove one of them",
        )


def workloads(catalog: Catalog) -> Iterator[Finding]:
    """Every service's settings are complete and consistent in every environment, and the total is within budget."""
    for environment in catalog.environments:
        wrong = False
        for index, repository in enumerate(catalog.repositories):
            if repository.kind != "service":
                continue
            try:
                catalog.workload(repository, environment)
            except ValidationError as error:
                wrong = True
                yield from _unresolved(catalog, index, environment, error)
        requested = 0 if wrong else catalog.requested_memory(environment)
        if requested > catalog.memory_budget:
            largest = sorted(
                catalog.services, key=lambda s: catalog.workload(s, environment).minimum_memory, reverse=True
            )[:3]
            names = ", ".join(f"{s.name} {mebibytes(catalog.workload(s, environment).minimum_memory)}" for s in largest)
            yield (
                ("budget", "memory"),
                f"the services of '{environment}' request {mebibytes(requested)} at minimum replicas, over the budget "
                f"of {catalog.budget.memory} ({mebibytes(catalog.memory_budget)}); the largest are {names}",
            )


def _unresolved(catalog: Catalog, index: int, environment: str, error: ValidationError) -> Iterator[Finding]:
    repository = catalog.repositories[index]
    for detail in error.errors():
        where = ".".join(map(str, detail["loc"]))
        if detail["type"] == "missing":
            yield ("defaults", repository.language), f"'{where}' is missing; every default has to be given"
        else:
            reason = detail["msg"].removeprefix("Value error, ")
            path: Path = ("repositories", index, "workload", *detail["loc"])
            if repository.workload is None:
                path = ("defaults", repository.language, *detail["loc"])
            yield path, f"'{repository.name}' in '{environment}', {where}: {reason}"
