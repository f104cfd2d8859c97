"""Makes the repositories what a clone of each would be: folders with git's history, libraries with their tag."""

import fcntl
import hashlib
import os
import random
import shutil
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO

from rendering import write
from rendering.answers import LIBRARY_VERSION
from tests.rendered import environment, places, virtual_environments
from tests.rendered.repositories import Rendered, catalog, repositories


@contextmanager
def prepared() -> Generator[None]:
    """Holds the folders as they have to be; another run that needs other content waits, one with the same does not."""
    places.CHECKS.mkdir(parents=True, exist_ok=True)
    wanted = hashlib.sha256("".join(repository.digest for repository in repositories()).encode()).hexdigest()
    with places.LOCK.open("a+") as lock:
        while not _holds(wanted, lock):
            try:
                # Linux lets go of the shared lock first: two that want it do not wait for each other. Nor may one wait
                # for it here, because by then another may have prepared the very same, and holds it for all its tests.
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(random.uniform(0.1, 0.5))
                continue
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
    virtual_environments.keep_only(repositories())


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
