"""Everything a request can reach: the organisation, its people, the database and the git repositories."""

import shutil
import threading
from functools import lru_cache
from pathlib import Path

from sandbox.github.database import Database, Json
from sandbox.github.errors import MovedError, not_found
from sandbox.github.git_repository import GitRepository
from sandbox.github.repository import Repository

FIRST_REPOSITORY_ID = 1001


class World:
    """The stand-in's state in one data folder.

    Args:
        folder: where database and git repositories lie; made when absent.
        owner: the one organisation that exists.
        url: own address without a trailing slash, for the links in answers.
    """

    def __init__(self, folder: Path, owner: str, url: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.owner = owner
        self.url = url
        self.database = Database(folder / "github.sqlite")
        self.lock = threading.RLock()
        self._git = folder / "git"
        self._git.mkdir(exist_ok=True)
        self.git = lru_cache(maxsize=256)(self._open)

    def organisation(self, login: str) -> str:
        """The organisation under its own spelling.

        Raises:
            ApiError: 404, there is no other organisation.
        """
        if login.lower() != self.owner.lower():
            raise not_found()
        return self.owner

    def find(self, name: str) -> Repository | None:
        """A repository by its present name."""
        rows = self.database.rows("SELECT id, name, settings FROM repositories WHERE name = ?", name)
        return Repository.load(*rows[0]) if rows else None

    def by_id(self, number: int) -> Repository:
        """A repository by its id.

        Raises:
            ApiError: 404.
        """
        rows = self.database.rows("SELECT id, name, settings FROM repositories WHERE id = ?", number)
        if not rows:
            raise not_found()
        return Repository.load(*rows[0])

    def by_name(self, owner: str, name: str) -> Repository:
        """A repository by owner and name.

        Raises:
            ApiError: 404.
            MovedError: the name is one that a repository had before.
        """
        self.organisation(owner)
        found = self.find(name)
        if found is not None:
            return found
        former = self.database.rows("SELECT repository FROM former_names WHERE name = ?", name)
        if former:
            raise MovedError(former[0][0])
        raise not_found()

    def knows(self, name: str) -> bool:
        """Whether a repository has or had this name."""
        former = self.database.rows("SELECT 1 FROM former_names WHERE name = ?", name)
        return self.find(name) is not None or bool(former)

    def repositories(self) -> list[Repository]:
        """All of them, oldest first."""
        rows = self.database.rows("SELECT id, name, settings FROM repositories ORDER BY id")
        return [Repository.load(*row) for row in rows]

    def create(self, name: str, settings: Json) -> Repository:
        """Makes an empty repository; the name takes a redirect's place, as on github.com."""
        number = FIRST_REPOSITORY_ID - 1 + self.database.next_number("repository")
        repository = Repository.new(number, name, settings)
        GitRepository.create(self._git / str(number), repository.default_branch)
        self.database.rows("DELETE FROM former_names WHERE name = ?", name)
        self.database.rows("INSERT INTO repositories VALUES (?, ?, ?)", number, name, repository.dump())
        return repository

    def save(self, repository: Repository) -> None:
        """Stores changed settings; a changed name leaves a redirect behind."""
        before = self.by_id(repository.id)
        if before.name.lower() != repository.name.lower():
            self.database.rows("DELETE FROM former_names WHERE name = ?", repository.name)
            self.database.rows("INSERT OR REPLACE INTO former_names VALUES (?, ?)", before.name, repository.id)
        self.database.rows(
            "UPDATE repositories SET name = ?, settings = ? WHERE id = ?",
            repository.name,
            repository.dump(),
            repository.id,
        )

    def delete(self, repository: Repository) -> None:
        """Removes a repository with all that belongs to it."""
        self.database.rows("DELETE FROM documents WHERE repository = ?", repository.id)
        self.database.rows("DELETE FROM repositories WHERE id = ?", repository.id)
        self.git.cache_clear()
        shutil.rmtree(self._git / str(repository.id), ignore_errors=True)

    def _open(self, number: int) -> GitRepository:
        return GitRepository(self._git / str(number))

    def remove_leftovers(self) -> None:
        """Clears what a kill left of repositories that were being made or deleted. Only the one server may do this."""
        known = {str(number) for (number,) in self.database.rows("SELECT id FROM repositories")}
        for folder in self._git.iterdir():
            if folder.name not in known:
                shutil.rmtree(folder, ignore_errors=True)
