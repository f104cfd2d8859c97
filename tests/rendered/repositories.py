"""What is checked: every repository of the catalog, as it is rendered or offered."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog import Catalog, load
from catalog.model import Repository
from rendering import RenderedFile, render
from rendering.answers import RepositoryAnswers
from rendering.repositories import source
from sandbox import paths
from sandbox.existing import sources
from sandbox.existing.build import source_folder
from tests.rendered import places


@dataclass(frozen=True, eq=False)
class Rendered:
    """One repository.

    Attributes:
        answers: what it was rendered from.
        files: by path; for an existing repository its own, and what the platform offers beside them.
        brought: paths of the files that the platform brings; all of a new one's.
        folder: its clone.
        library: a hash of the library that it imports, if it does.
    """

    answers: RepositoryAnswers
    files: Mapping[str, bytes]
    brought: frozenset[str]
    folder: Path
    library: str = ""

    @property
    def name(self) -> str:
        """Its name."""
        return self.answers.name

    @property
    def digest(self) -> str:
        """Changes with its content and with that of the library that it imports."""
        return _digest({**self.files, "\0library": self.library.encode()})


@cache
def catalog() -> Catalog:
    """The project's catalog."""
    return load(paths.PROJECT / "services.yaml")


@cache
def repositories() -> tuple[Rendered, ...]:
    """All of them, libraries first, because the services are compiled from them."""
    entries = sorted(catalog().repositories, key=lambda entry: (entry.kind != "library", entry.kind, entry.language))
    return tuple(_rendered(entry) for entry in entries)


def _rendered(entry: Repository) -> Rendered:
    made_of = source(entry, catalog())
    files = _contents(render(made_of))
    if entry.origin == "existing":
        own = sources.files(source_folder(entry).name)
        # A file that is there is never touched.
        return Rendered(made_of.answers, files | own, frozenset(files) - set(own), places.ADOPTED / entry.name)
    library = catalog().library(entry.language) if made_of.answers.library else None
    content = _contents(render(source(library, catalog()))) if library else {}
    folder = places.REPOSITORIES / entry.name
    return Rendered(made_of.answers, files, frozenset(files), folder, _digest(content) if library else "")


def _contents(files: dict[str, RenderedFile]) -> dict[str, bytes]:
    return {path: file.content for path, file in files.items()}


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
