"""What the infrastructure repository says about all of the platform's repositories, out of the catalog."""

import re

from catalog.model import Catalog, Repository


def files(catalog: Catalog) -> dict[str, str]:
    """The list for people and the one for its workflow, by path."""
    return {"docs/repositories.md": _page(catalog), "services.txt": _services(catalog)}


def _services(catalog: Catalog) -> str:
    return "".join(f"{name}\n" for name in sorted(service.short_name for service in catalog.services))


def _page(catalog: Catalog) -> str:
    counted = f"{len(catalog.repositories)} repositories, {len(catalog.services)} of them services"
    parts = [f"# Repositories of {catalog.organization}\n\n{counted}, in the order in which they are deployed.\n"]
    for phase in catalog.phases:
        rows = "".join(_row(entry, catalog.organization) for entry in catalog.of_phase(phase.number))
        parts.append(
            f"\n## Phase {phase.number}: {_text(phase.title)}\n\n"
            f"| repository | kind | language | purpose | needs |\n|---|---|---|---|---|\n{rows}"
        )
    return "".join(parts)


def _row(entry: Repository, organization: str) -> str:
    link = f"[{entry.name}](https://github.com/{organization}/{entry.name})"
    kind = f"{entry.kind}, existing" if entry.origin == "existing" else entry.kind
    needs = ", ".join(entry.depends_on)
    return f"| {link} | {kind} | {entry.language} | {_text(entry.purpose)} | {needs} |\n"


def _text(line: str) -> str:
    """Free text as Markdown that shows it unchanged, also in a table."""
    return re.sub(r"([\\`*_{}\[\]()<>#|!&~$@])", r"\\\1", line)
