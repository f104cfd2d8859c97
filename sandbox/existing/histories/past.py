"""What the histories are written with."""

from collections.abc import Mapping

from sandbox.existing import sources
from sandbox.github.seed import Commit

# Before they were pinned, and before anybody thought of the image's size.
LOOSE_REQUIREMENTS = {"requirements.txt": b"fastapi\nprometheus-client\nuvicorn\n"}
# What a main.py lacks when its service has no probes yet.
WITHOUT_PROBES = {
    "from . import probes\n": "",
    "app.include_router(probes.router)\n": "",
    'app.middleware("http")(probes.count)\n': "",
}


class Past:
    """Tells what the files of a repository were.

    Args:
        repository: its name of that time, which is its folder's.
    """

    def __init__(self, repository: str) -> None:
        self._repository = repository
        self._today = sources.files(repository)

    def now(self, *prefixes: str) -> dict[str, bytes]:
        """Files as they are today, by the beginning of their path.

        Raises:
            ValueError: no file's path begins so.
        """
        found: dict[str, bytes] = {}
        for prefix in prefixes:
            some = {path: content for path, content in self._today.items() if path.startswith(prefix)}
            if not some:
                raise ValueError(f"{self._repository} has no file {prefix}")
            found |= some
        return found

    def then(self, path: str, changes: Mapping[str, str]) -> dict[str, bytes]:
        """A file as it was: its text of today with every key replaced by its value.

        Raises:
            ValueError: the text of today does not hold a key, so that nothing would have changed since.
        """
        text = self._today[path].decode()
        for today, before in changes.items():
            if today not in text:
                raise ValueError(f"{self._repository}/{path} does not hold {today!r}")
            text = text.replace(today, before)
        return {path: text.encode()}


def readme(text: str) -> dict[str, bytes]:
    """A README of the early days."""
    return {"README.md": text.encode()}


def first_dockerfile(package: str) -> dict[str, bytes]:
    """One stage, run as root: how most of them began."""
    lines = (
        "FROM python:3.11",
        "WORKDIR /app",
        "COPY . .",
        "RUN pip install -r requirements.txt",
        f'CMD ["python", "-m", "{package}"]',
    )
    return {"Dockerfile": "".join(f"{line}\n" for line in lines).encode()}


def commit(message: str, author: str, date: str, *files: Mapping[str, bytes | None]) -> Commit:
    """A commit of all these files; a later mapping wins over an earlier one."""
    merged: dict[str, bytes | None] = {}
    for some in files:
        merged |= some
    return Commit(message, author, date, merged)
