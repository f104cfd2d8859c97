"""All generated repositories of a catalog."""

import shutil
from pathlib import Path

from catalog.model import Catalog
from rendering import answers
from rendering.template import RenderedFile, key, render, rendered

# Beside the folders, so that it is no file of any repository.
_KEYS = ".keys"


def contents(catalog: Catalog) -> dict[str, dict[str, RenderedFile]]:
    """The files of every new repository, by its name.

    Raises:
        RenderError: a template has a mistake.
    """
    return {entry.name: render(answers.of(entry, catalog)) for entry in catalog.repositories if entry.origin == "new"}


def write(catalog: Catalog, folder: Path) -> dict[str, Path]:
    """Writes every new repository into a folder of its name; one that is current is left alone.

    Returns:
        The folders by repository name.

    Raises:
        RenderError: a template has a mistake.
    """
    keys = folder / _KEYS
    keys.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    for entry in catalog.repositories:
        if entry.origin != "new":
            continue
        asked = answers.of(entry, catalog)
        target, mark, current = folder / entry.name, keys / entry.name, key(asked)
        if not (target.is_dir() and mark.is_file() and mark.read_text() == current):
            source = rendered(asked)
            mark.unlink(missing_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
            mark.write_text(current)
        written[entry.name] = target
    return written
