"""Whether the layers of settings add up to services that can run, within the budget."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from catalog.entries import Entry, mapping
from catalog.errors import Finding, Location, shown
from catalog.layers import WorkloadLayer
from catalog.quantity import mebibytes, parse
from catalog.workload import Setting, WorkloadSpec, resolve

# Enough names to recognise a group by.
NAMED = 3


@dataclass(frozen=True)
class _Layer:
    location: Location
    settings: WorkloadLayer

    def sets(self, setting: Setting) -> bool:
        value: Any = self.settings
        for key in setting:
            value = getattr(value, key, None)
        return value is not None


@dataclass
class _Users:
    """Whom a mistake in shared settings affects."""

    services: list[str]
    environments: list[str]

    def add(self, service: str, environment: str) -> None:
        for names, name in ((self.services, service), (self.environments, environment)):
            if name not in names:
                names.append(name)

    def __str__(self) -> str:
        names = self.services[:NAMED]
        more = len(self.services) - len(names)
        services = ", ".join(map(shown, names)) + (f" and {more} more" if more else "")
        return f"{services} in {' and '.join(map(shown, self.environments))}"


def check(data: Any, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Every service's settings are complete and consistent in every environment, and the total is within budget.

    A layer that is wrong in itself is reported elsewhere; the services that it applies to are left out here.
    """
    defaults = _layers("defaults", mapping(data).get("defaults"))
    environments = _layers("environments", mapping(data).get("environments"))
    mistakes: dict[tuple[Location, str, Location | None], _Users] = defaultdict(lambda: _Users([], []))
    for environment, top in environments.items():
        running: dict[str, WorkloadSpec] = {}
        for entry in entries:
            own = _own(entry)
            if entry.kind != "service" or entry.name is None or own is None or entry.language not in defaults:
                continue
            layers = [defaults[entry.language], own, top]
            try:
                spec = resolve([layer.settings for layer in layers])
            except ValidationError as error:
                for detail in error.errors():
                    reason = f"'{'.'.join(map(str, detail['loc']))}' is missing; every default has to be given"
                    mistakes[layers[0].location, reason, None].add(entry.name, environment)
                continue
            for lower, upper, reason in spec.contradictions:
                location, other = _cause(layers, lower, upper)
                mistakes[location, reason, other].add(entry.name, environment)
            running[entry.name] = spec
        yield from _over_budget(data, environment, running)
    for (location, reason, other), users in mistakes.items():
        yield Finding(location, f"{reason}; this affects {users}", ("the other is on", other) if other else None)


def _layers(name: str, raw: Any) -> dict[str, _Layer]:
    return {key: _Layer((name, key), layer) for key, value in mapping(raw).items() if (layer := _valid(value))}


def _own(entry: Entry) -> _Layer | None:
    layer = WorkloadLayer() if entry.workload is None else _valid(entry.workload)
    return _Layer((*entry.location, "workload"), layer) if layer else None


def _valid(raw: Any) -> WorkloadLayer | None:
    try:
        return WorkloadLayer.model_validate(raw)
    except ValidationError:
        return None


def _cause(layers: Sequence[_Layer], lower: Setting, upper: Setting) -> tuple[Location, Location]:
    """Of two contradicting settings the one in the upper layer, which was written last, and then the other."""
    first, second = _decisive(layers, lower), _decisive(layers, upper)
    cause, other = (first, second) if first[0] >= second[0] else (second, first)
    return cause[1], other[1]


def _decisive(layers: Sequence[_Layer], setting: Setting) -> tuple[int, Location]:
    index = max(index for index, layer in enumerate(layers) if layer.sets(setting))
    return index, (*layers[index].location, *setting)


def _over_budget(data: Any, environment: str, running: Mapping[str, WorkloadSpec]) -> Iterator[Finding]:
    allowed: Any = mapping(mapping(data).get("budget")).get("memory")
    try:
        budget = parse(allowed) if isinstance(allowed, str) else Decimal("Infinity")
    except ValueError:
        return
    requested = sum(spec.minimum_memory for spec in running.values())
    if requested > budget:
        largest = sorted(running, key=lambda name: running[name].minimum_memory, reverse=True)[:NAMED]
        names = ", ".join(f"{shown(name)} {mebibytes(running[name].minimum_memory)}" for name in largest)
        reason = (
            f"the services of {shown(environment)} request {mebibytes(requested)} of memory at minimum replicas, over "
            f"the budget of {shown(allowed)} ({mebibytes(budget)}); request less or run fewer replicas; the largest "
            f"are {names}"
        )
        yield Finding(("budget", "memory"), reason)
