"""Whether the layers of a repository's settings add up to what GitHub can be told."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from pydantic import ValidationError

from catalog.entries import Entry, mapping
from catalog.errors import Finding, Location, shown
from catalog.repository_settings import RepositorySettings
from catalog.running import NAMED
from catalog.settings_layers import named_in, resolve
from catalog.settings_rules import Mistake, Path, mistakes


@dataclass(frozen=True)
class _Layer:
    location: Location
    settings: RepositorySettings

    @property
    def written(self) -> dict[str, Any]:
        return self.settings.model_dump(exclude_unset=True)


@dataclass
class _Repositories:
    """Whom a mistake affects; a mistake of a repository's own entry needs no list."""

    names: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        more = len(self.names) - NAMED
        return ", ".join(map(shown, self.names[:NAMED])) + (f" and {more} more" if more > 0 else "")


def check(data: Any, entries: Sequence[Entry]) -> Iterator[Finding]:
    """Every repository's settings are complete, do not contradict each other, and name teams that there are.

    A layer that is wrong in itself is reported elsewhere; the repositories that it applies to are left out here.
    """
    yield from _teams(data)
    organization = _layer(("settings",), mapping(data).get("settings"))
    if organization is None:
        return
    teams = frozenset(mapping(mapping(data).get("teams")))
    by_kind = mapping(mapping(data).get("settings_by_kind"))

    @cache
    def kind_layer(kind: str) -> _Layer | None:
        return _layer(("settings_by_kind", kind), by_kind.get(kind) or {})

    found: dict[tuple[Location, str], _Repositories] = defaultdict(_Repositories)
    known: dict[str, list[Mistake]] = {}
    for entry in entries:
        kind = kind_layer(entry.kind or "")
        own = _layer((*entry.location, "settings"), entry.settings or {})
        if entry.name is None or entry.origin is None or kind is None or own is None:
            continue
        layers = [organization, kind, own]
        # Nearly all repositories of a kind have the same settings; checking those once keeps a large catalog quick.
        same = f"{entry.kind} {entry.origin}" if not own.settings.model_fields_set else entry.name
        if same not in known:
            settings = resolve([layer.settings for layer in layers])
            new = entry.origin == "new"
            managed = settings if new else named_in(own.settings, settings)
            known[same] = list(mistakes(settings, managed, new=new, teams=teams))
        for mistake in known[same]:
            found[_blame(layers, mistake.paths), mistake.reason].names.append(entry.name)
    for (location, reason), repositories in found.items():
        inherited = location[0] != "repositories"
        yield Finding(location, f"{reason}; this affects {repositories}" if inherited else reason)


def _layer(location: Location, raw: Any) -> _Layer | None:
    try:
        return _Layer(location, RepositorySettings.model_validate(raw))
    except ValidationError:
        return None


def _teams(data: Any) -> Iterator[Finding]:
    for slug, raw in mapping(mapping(data).get("teams")).items():
        name = mapping(raw).get("name")
        made = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in str(name).lower()).split())
        if isinstance(name, str) and made and slug.replace("_", "-") != made:
            reason = f"GitHub makes the slug {shown(made)} from the name {shown(name)}; write {shown(made)}, or rename"
            yield Finding(("teams", slug), reason)


def _blame(layers: Sequence[_Layer], paths: Sequence[Path]) -> Location:
    """Where the uppermost layer that says anything of the settings says it; else the nearest part above them."""
    for missing in range(max(map(len, paths))):
        shorter = [path[: len(path) - missing] for path in paths if len(path) > missing]
        for layer in reversed(layers):
            for path in shorter:
                if _has(layer.written, path):
                    return (*layer.location, *path)
    return layers[0].location


def _has(data: Any, path: Path) -> bool:
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = cast("Mapping[str, Any]", data)[key]
    return True
