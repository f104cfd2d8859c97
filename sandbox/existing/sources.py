"""The files of the six services as their teams left them, one folder per repository by its name of that time."""

from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def files(repository: str) -> dict[str, bytes]:
    """Content by path, sorted.

    Raises:
        FileNotFoundError: there is no such repository.
    """
    root = FOLDER / repository
    if not root.is_dir():
        raise FileNotFoundError(f"{root} does not exist")
    return {path: (root / path).read_bytes() for path in sorted(_paths(root))}


def _paths(root: Path) -> Iterator[str]:
    for path in root.rglob("*"):
        # What running the service's own tests leaves behind.
        if path.is_file() and not {"__pycache__", ".pytest_cache", ".ruff_cache"} & set(path.parts):
            yield path.relative_to(root).as_posix()
