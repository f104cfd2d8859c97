"""The files of the six services as their teams left them, one folder per repository by its name of that time."""

from collections.abc import Iterator, Mapping
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


def then(repository: str, path: str, changes: Mapping[str, str]) -> dict[str, bytes]:
    """A file as it was before: its text of today with every key replaced by its value.

    Raises:
        ValueError: the text of today does not hold a key, so the past that it tells of is wrong.
    """
    text = (FOLDER / repository / path).read_text()
    for today, before in changes.items():
        if today not in text:
            raise ValueError(f"{repository}/{path} does not hold {today!r}")
        text = text.replace(today, before)
    return {path: text.encode()}


def _paths(root: Path) -> Iterator[str]:
    for path in root.rglob("*"):
        # What running the service's own tests leaves behind.
        if path.is_file() and not {"__pycache__", ".pytest_cache", ".ruff_cache"} & set(path.parts):
            yield path.relative_to(root).as_posix()
