"""From a file to a `Catalog`, or to every mistake in it at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from catalog import checks, dependencies, running, settings_checks
from catalog.document import UNREAD, Document, read
from catalog.entries import entries
from catalog.errors import CatalogError, Finding, Problem
from catalog.messages import explain
from catalog.model import Catalog


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
        problems += _of_values(document, error)
    problems += [_placed(document, finding) for finding in _between_entries(document.data)]
    if problems or catalog is None:
        raise CatalogError(path, problems)
    return catalog


def _of_values(document: Document, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        # pydantic also counts a list as empty when each of its entries is wrong.
        emptied = detail["type"] == "too_short" and detail["input"]
        reported = detail["input"] is UNREAD and detail["type"] != "extra_forbidden"
        if not reported and not emptied:
            yield Problem(*document.place(detail["loc"]), explain(detail, document.data))


def _between_entries(data: Any) -> Iterator[Finding]:
    found = entries(data)
    yield from checks.consistency(found)
    yield from checks.libraries(found)
    yield from checks.unique_names(found)
    yield from checks.phases(data, found)
    yield from dependencies.check(found)
    yield from running.check(data, found)
    yield from settings_checks.check(data, found)


def _placed(document: Document, finding: Finding) -> Problem:
    message = finding.message
    if finding.other is not None:
        words, location = finding.other
        message += f"; {words} line {document.place(location)[0]}"
    return Problem(*document.place(finding.location), message)
