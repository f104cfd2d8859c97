"""One request and its answer, as the route functions see them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from sandbox.github.body import Body
from sandbox.github.database import Database, Json
from sandbox.github.errors import ApiError, not_found
from sandbox.github.git_repository import GitRepository
from sandbox.github.repository import Repository
from sandbox.github.tokens import Actor
from sandbox.github.world import World

PAGE_SIZE = 30  # github.com's default; 100 is its maximum
LARGEST_PAGE = 100


@dataclass(frozen=True)
class Reply:
    """An answer; `body=None` sends none."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


NO_CONTENT = Reply(204)


@dataclass(frozen=True)
class Call:
    """An authenticated request.

    Args:
        path: the values of the route's placeholders.
        address: the request's address without its query, for links to further pages.
    """

    world: World
    actor: Actor
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Body
    address: str

    @property
    def database(self) -> Database:
        """The documents."""
        return self.world.database

    @cached_property
    def repository(self) -> Repository:
        """The repository in the path.

        Raises:
            ApiError: 404.
            MovedError: the path has a former name.
        """
        if "repository_id" in self.path:
            return self.world.by_id(int(self.path["repository_id"]))
        return self.world.by_name(self.path["owner"], self.path["repo"])

    @property
    def git(self) -> GitRepository:
        """The git repository of the repository in the path."""
        return self.world.git(self.repository.id)

    @property
    def api(self) -> str:
        """The address of the repository's API, for links."""
        return f"{self.world.url}/api/v3/repos/{self.world.owner}/{self.repository.name}"

    @property
    def page(self) -> str:
        """The address of the repository's page, for links."""
        return f"{self.world.url}/{self.world.owner}/{self.repository.name}"

    def number(self, name: str) -> int:
        """A placeholder that is a number.

        Raises:
            ApiError: 404, it is none.
        """
        text = self.path[name]
        if not text.isdecimal():
            raise not_found()
        return int(text)

    def require_admin(self) -> None:
        """Raises:
        ApiError: 403, the token's owner is no administrator of the organisation.
        """
        if not self.actor.admin:
            raise ApiError(403, "Must have admin rights to Repository.")

    def document(self, kind: str, name: str | int) -> Json:
        """A document of the repository.

        Raises:
            ApiError: 404.
        """
        found = self.database.get(self.repository.id, kind, name)
        if found is None:
            raise not_found()
        return found

    def drop(self, kind: str, name: str | int) -> Reply:
        """Removes a document of the repository and answers 204.

        Raises:
            ApiError: 404.
        """
        if not self.database.drop(self.repository.id, kind, name):
            raise not_found()
        return NO_CONTENT


def paginated(call: Call, items: Sequence[Any]) -> tuple[list[Any], dict[str, str]]:
    """The page that `?page=` and `?per_page=` ask for, and the `Link` header to the others."""
    size = min(_positive(call.query.get("per_page"), PAGE_SIZE), LARGEST_PAGE)
    page = _positive(call.query.get("page"), 1)
    last = max(1, math.ceil(len(items) / size))
    targets: dict[str, int] = {}
    if page > 1:
        targets |= {"prev": min(page - 1, last), "first": 1}
    if page < last:
        targets |= {"next": page + 1, "last": last}
    links = [
        f'<{call.address}?{urlencode({**call.query, "page": number})}>; rel="{name}"'
        for name, number in targets.items()
    ]
    return list(items[(page - 1) * size : page * size]), {"Link": ", ".join(links)} if links else {}


def page(call: Call, items: Sequence[Any]) -> Reply:
    """A page of a plain list."""
    shown, headers = paginated(call, items)
    return Reply(200, shown, headers)


def counted_page(call: Call, name: str, items: Sequence[Any]) -> Reply:
    """A page of a list that comes as `{"total_count": …, name: […]}`."""
    shown, headers = paginated(call, items)
    return Reply(200, {"total_count": len(items), name: shown}, headers)


def _positive(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) > 0 else default
