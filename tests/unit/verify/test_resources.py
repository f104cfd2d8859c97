from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog import load
from verify import resources

CATALOG = load(Path(__file__).resolve().parents[3] / "services.yaml")
USERS = "user-service"


class Kept:
    """A service that keeps what it is given; a test breaks one thing."""

    def __init__(self, service: str = USERS, collection: str = "users", before: int = 0) -> None:
        self.service, self.collection = service, collection
        self.kept: dict[str, dict[str, Any]] = {f"{number:04}": {"email": "old"} for number in range(before)}
        self.wrong: dict[str, tuple[int, Any]] = {}

    def call(self, namespace: str, service: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        assert (namespace, service) == ("pyairtable", self.service)
        if method in self.wrong:
            return self.wrong[method]
        address = urlsplit(path)
        _, collection, *rest = address.path.split("/")
        assert collection == self.collection
        return self._one(method, rest[0], body) if rest else self._all(method, parse_qs(address.query), body)

    def _all(self, method: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
        if method == "POST":
            made = f"{len(self.kept):04}"
            self.kept[made] = body
            return 201, {"id": made, **body}
        (after,), limit = query.get("after", [""]), int(query["limit"][0])
        items = [{"id": key} for key in sorted(self.kept) if key > after]
        return 200, {"items": items[:limit], "next": items[limit - 1]["id"] if len(items) > limit else None}

    def _one(self, method: str, key: str, body: Any) -> tuple[int, Any]:
        if key not in self.kept:
            return 404, {"title": "Not Found"}
        if method == "DELETE":
            del self.kept[key]
            return 204, None
        if method == "PUT":
            self.kept[key] = body
        return 200, {"id": key, **self.kept[key]}


def problem(users: Kept) -> str:
    (result,) = resources.check(users, CATALOG, "pyairtable", frozenset({USERS, "mcp-server"}))
    assert result.subject == USERS
    return result.problem


def test_a_service_that_keeps_what_it_is_given_passes_and_nothing_is_left() -> None:
    users = Kept()
    assert problem(users) == ""
    assert users.kept == {}


def test_what_was_made_is_found_behind_many_pages() -> None:
    users = Kept(before=250)
    assert problem(users) == ""
    assert len(users.kept) == 250


@pytest.mark.parametrize(
    ("method", "answer", "expected"),
    [
        ("POST", (500, {"title": "broken"}), "POST /users answers 500 instead of 201: {'title': 'broken'}"),
        (
            "GET",
            (200, {"id": "0000", "email": "made by a check"}),
            "answers another active, display_name than was sent",
        ),
        ("PUT", (503, None), "PUT /users/0000 answers 503 instead of 200"),
        ("DELETE", (405, None), "DELETE /users/0000 answers 405 instead of 204"),
    ],
)
def test_the_first_wrong_answer_is_told(method: str, answer: tuple[int, Any], expected: str) -> None:
    users = Kept()
    users.wrong[method] = answer
    assert expected in problem(users)


def test_a_change_that_is_not_kept_is_told() -> None:
    users = Kept()
    changed = {"email": "changed by a check", "display_name": "changed by a check", "active": False}
    users.wrong["PUT"] = (200, {"id": "0000", **changed})
    assert "after the change answers another active, display_name, email than was sent" in problem(users)


def test_what_was_made_is_deleted_also_when_a_check_fails() -> None:
    users = Kept()
    users.wrong["PUT"] = (503, None)
    problem(users)
    assert users.kept == {}
