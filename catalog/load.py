"""From a file to a `Catalog`, or to every mistake in it at once."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from catalog import checks
from catalog.document import Document, Key, read
from catalog.errors import CatalogError, Problem
from catalog.model import Catalog, Phase, Repository

Model = TypeVar("Model", bound=BaseModel)


def load(path: Path) -> Catalog:
    """Reads and checks a catalog.

    Args:
        path: a YAML file such as `services.yaml`.

    Raises:
        CatalogError: with every mistake of the file: of its YAML, its types, and between its entries.
    """
    document = read(path)
    problems = list(document.problems)
    catalog: Catalog | None = None
    try:
        catalog = Catalog.model_validate(document.data)
    except ValidationError as error:
        problems += [_problem(document, detail) for detail in error.errors()]
    findings = list(_between_entries(document.data))
    if catalog is not None:
        findings += checks.workloads(catalog)
    problems += [Problem(*document.place(place), message) for place, message in findings]
    if problems or catalog is None:
        raise CatalogError(path, problems)
    return catalog


def _between_entries(data: Any) -> Iterator[checks.Finding]:
    """Checks the entries that are valid on their own, so that one wrong entry does not hide another's mistake."""
    raw = _items(data, "repositories")
    repositories = _valid(raw, Repository)
    names = [entry["name"] for entry in raw if isinstance(entry, Mapping) and isinstance(entry.get("name"), str)]
    yield from checks.unique_names(repositories)
    yield from checks.dependencies(repositories, names)
    raw_phases = _items(data, "phases")
    phases = _valid(raw_phases, Phase)
    if len(phases) == len(raw_phases) and len(repositories) == len(raw):
        yield from checks.phases(list(phases.values()), repositories)


def _items(data: Any, key: str) -> list[Any]:
    items: Any = cast("Mapping[str, Any]", data).get(key) if isinstance(data, Mapping) else None
    return cast("list[Any]", items) if isinstance(items, list) else []


def _valid(entries: Iterable[Any], model: type[Model]) -> dict[int, Model]:
    adapter = TypeAdapter(model)
    result: dict[int, Model] = {}
    for index, entry in enumerate(entries):
        try:
            result[index] = adapter.validate_python(entry)
        except ValidationError:
            continue
    return result


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    path: tuple[Key, ...] = detail["loc"]
    line, column = document.place(path)
    where = ".".join(map(str, path)) or "the file"
    if detail["type"] == "extra_forbidden":
        return Problem(line, column, f"'{path[-1]}' is no key here; remove it or correct its spelling")
    if detail["type"] == "missing":
        return Problem(line, column, f"'{path[-1]}' is missing in {'.'.join(map(str, path[:-1])) or 'the file'}")
    reason = detail["msg"].removeprefix("Value error, ")
    given = detail["input"]
    if isinstance(given, str | int | float | bool) and repr(given) not in reason:
        reason += f", not {given!r}"
    return Problem(line, column, f"{where}: {reason[:1].lower()}{reason[1:]}")
