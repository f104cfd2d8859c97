"""The catalog's repositories as git repositories in a folder, as a clone of each would be."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from catalog import Catalog, load
from catalog.model import Repository
from rendering import RenderedFile, render, write
from rendering.answers import LIBRARY_VERSION, RepositoryAnswers
from rendering.repositories import source
from sandbox import paths
from sandbox.existing import sources
from sandbox.existing.build import source_folder
from tests.rendered import environment, places


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


def named(name: str) -> Rendered:
    """The repository of a name."""
    return next(repository for repository in repositories() if repository.name == name)


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


@contextmanager
def prepared() -> Generator[None]:
    """Holds the folders as they have to be; another run that needs other content waits, one with the same does not."""
    places.CHECKS.mkdir(parents=True, exist_ok=True)
    wanted = hashlib.sha256("".join(repository.digest for repository in repositories()).encode()).hexdigest()
    with places.LOCK.open("a+") as lock:
        while not _holds(wanted, lock):
            # Linux lets go of the shared lock first: two that wait for each other do not stand still.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if _current() != wanted:
                places.CURRENT.unlink(missing_ok=True)
                _prepare()
                places.CURRENT.write_text(wanted)
        yield


def _holds(wanted: str, lock: IO[str]) -> bool:
    fcntl.flock(lock, fcntl.LOCK_SH)
    return _current() == wanted


def _current() -> str:
    return places.CURRENT.read_text() if places.CURRENT.exists() else ""


def _prepare() -> None:
    write(catalog(), places.REPOSITORIES)
    for repository in repositories():
        if repository.folder.parent == places.ADOPTED:
            _lay_over(repository)
        if not (repository.folder / ".git").exists():
            _commit(repository)
    environment.forget_our_go_modules()


def _lay_over(repository: Rendered) -> None:
    """An existing repository with what it is offered; anew, because tests leave files behind."""
    shutil.rmtree(repository.folder, ignore_errors=True)
    shutil.copytree(places.REPOSITORIES / repository.name, repository.folder, ignore=shutil.ignore_patterns(".git"))
    for path, content in repository.files.items():
        file = repository.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if path not in repository.brought:
            file.write_bytes(content)


def _commit(repository: Rendered) -> None:
    commands = [
        ["init", "--quiet", "--initial-branch", "main"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "Start from the PyAirtable template"],
    ]
    if repository.answers.kind in ("go-library", "python-library"):
        commands.append(["tag", f"v{LIBRARY_VERSION}"])
    identity = {f"GIT_{who}_{what}": "checks" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for command in commands:
        subprocess.run(["git", *command], cwd=repository.folder, env={**os.environ, **identity}, check=True)
