"""Python repositories with the same requirements share one virtual environment, made by their own `make setup`."""

import fcntl
import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.rendered import commands, places
from tests.rendered.repositories import Rendered


def folder(repository: Rendered) -> Path:
    """Where it is, or will be."""
    digest = hashlib.sha256(f"{sys.version}\0{repository.library}".encode())
    for path in sorted(repository.files):
        if path == "Makefile" or (path.startswith("requirements") and path.endswith(".txt")):
            digest.update(f"{path}\0".encode() + repository.files[path])
    return places.VENVS / digest.hexdigest()[:16]


def ensure(repository: Rendered) -> Path:
    """Makes it unless it is there; another process that makes the same one is waited for.

    Raises:
        commands.CommandError: `make setup` failed.
    """
    target = folder(repository)
    places.VENVS.mkdir(parents=True, exist_ok=True)
    complete = target / "complete"
    with (places.VENVS / f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete.exists():
            shutil.rmtree(target, ignore_errors=True)
            commands.run(f"{repository.name}-setup", ["make", "setup", f"VENV={target}"], repository.folder)
            complete.touch()
    return target


def keep_only(repositories: Iterable[Rendered]) -> None:
    """Removes what none of them needs any more; nobody else may be at work."""
    needed = {folder(repository).name for repository in repositories}
    for path in places.VENVS.glob("*"):
        if path.is_dir() and path.name not in needed:
            shutil.rmtree(path)
