"""The content of a catalog's repositories: all of a new one, and what an existing one is offered."""

import shutil
from pathlib import Path

from catalog.model import Catalog, Repository
from rendering import answers, go_sum, manifests, overview
from rendering.errors import RenderError
from rendering.template import RenderedFile, Source, key, render, rendered

# Beside the folders, so that it is no file of any repository.
_KEYS = ".keys"


def source(entry: Repository, catalog: Catalog) -> Source:
    """All that an entry's content is made of.

    Raises:
        RenderError: a new service has no library to import.
    """
    asked = answers.of(entry, catalog)
    files = overview.files(catalog) if asked.kind == "infrastructure" else manifests.files(entry, catalog)
    if asked.kind not in ("go-service", "python-service"):
        return Source(asked, files=files)
    library = catalog.library(entry.language)
    if library is None:
        raise RenderError(f"{entry.name}: the catalog has no {entry.language} library, which its template imports")
    sums = _sums(library, catalog) if asked.kind == "go-service" else ()
    return Source(asked, library_sums=sums, files=files)


def _sums(library: Repository, catalog: Catalog) -> tuple[str, ...]:
    asked = answers.of(library, catalog)
    files = {path: file.content for path, file in render(Source(asked)).items()}
    return go_sum.lines(f"github.com/{asked.organisation}/{asked.name}", f"v{asked.library_version}", files)


def contents(catalog: Catalog) -> dict[str, dict[str, RenderedFile]]:
    """The files of every new repository, by its name.

    Raises:
        RenderError: a template has a mistake.
    """
    return {entry.name: render(source(entry, catalog)) for entry in catalog.repositories if entry.origin == "new"}


def write(catalog: Catalog, folder: Path) -> dict[str, Path]:
    """Writes every repository's content into a folder of its name; one that is current is left alone.

    Returns:
        The folders by repository name.

    Raises:
        RenderError: a template has a mistake.
    """
    keys = folder / _KEYS
    keys.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    for entry in catalog.repositories:
        made_of = source(entry, catalog)
        target, mark, current = folder / entry.name, keys / entry.name, key(made_of)
        if not (target.is_dir() and mark.is_file() and mark.read_text() == current):
            origin = rendered(made_of)
            mark.unlink(missing_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(origin, target)
            mark.write_text(current)
        written[entry.name] = target
    return written
