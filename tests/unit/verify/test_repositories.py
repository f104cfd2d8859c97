from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import github
import pytest

from catalog import Catalog
from outputs import PlatformOutput
from tests.unit.verify.platforms import platform
from verify import baseline, repositories
from verify.baseline import Adopted

FILES = frozenset({"README.md", "Dockerfile"})
EXPECTED = {"pyairtable-one-go": FILES, "pyairtable-shared": FILES}
BEFORE = {"two-py": Adopted(id=7, name="former-two", commits=("b", "a"))}


class FakeGitHub:
    """The organisation as it should be; a test breaks one thing."""

    def __init__(self) -> None:
        self.repositories: dict[str, Any] = {
            "pyairtable-one-go": repository("pyairtable-one-go"),
            "two-py": repository("two-py", id=7, commits=("c", "b", "a")),
            "pyairtable-shared": repository("pyairtable-shared"),
        }

    def get_repo(self, full_name: str) -> Any:
        found = self.repositories.get(full_name.removeprefix("Reg-Kris/"))
        if found is None:
            raise github.UnknownObjectException(404, message="Not Found")
        return found


def repository(name: str, *, id: int = 1, files: frozenset[str] = FILES, commits: tuple[str, ...] = ("a",)) -> Any:
    def get_git_tree(branch: str, recursive: bool) -> Any:
        assert (branch, recursive) == ("main", True)
        return SimpleNamespace(tree=[SimpleNamespace(path=path) for path in sorted(files)])

    return SimpleNamespace(
        name=name,
        id=id,
        default_branch="main",
        get_git_tree=get_git_tree,
        get_commits=lambda: [SimpleNamespace(sha=sha) for sha in commits],
    )


@pytest.fixture
def world() -> FakeGitHub:
    return FakeGitHub()


def failures(world: Any, before: dict[str, Adopted] = BEFORE) -> list[tuple[str, str, str]]:
    results = repositories.check(world, platform(), EXPECTED, before)
    return [(result.subject, result.fact, result.problem) for result in results if not result.passed]


def test_an_organisation_as_it_should_be_passes(world: Any) -> None:
    results = list(repositories.check(world, platform(), EXPECTED, BEFORE))
    assert all(result.passed for result in results)
    assert {result.subject for result in results} == {"pyairtable-one-go", "two-py", "pyairtable-shared"}


def test_a_missing_repository_is_found(world: FakeGitHub) -> None:
    del world.repositories["pyairtable-shared"]
    assert failures(world) == [("pyairtable-shared", "exists on GitHub", "404 Not Found")]


def test_a_missing_file_is_named(world: FakeGitHub) -> None:
    world.repositories["pyairtable-one-go"] = repository("pyairtable-one-go", files=frozenset({"README.md"}))
    assert failures(world) == [("pyairtable-one-go", "holds its 2 generated files", "1 are missing, first Dockerfile")]


def test_a_file_that_a_team_added_is_fine(world: FakeGitHub) -> None:
    world.repositories["pyairtable-one-go"] = repository("pyairtable-one-go", files=FILES | {"theirs.go"})
    assert failures(world) == []


def test_a_lost_commit_of_an_adopted_repository_is_found(world: FakeGitHub) -> None:
    world.repositories["two-py"] = repository("two-py", id=7, commits=("c", "a"))
    assert failures(world) == [("two-py", "has its 2 commits from before", "1 are gone, newest b")]


def test_a_repository_that_was_made_anew_is_found_by_its_id(world: FakeGitHub) -> None:
    world.repositories["two-py"] = repository("two-py", id=8, commits=("b", "a"))
    assert failures(world) == [("two-py", "has the id of former-two from before", "8 instead of 7")]


def test_an_answer_under_a_former_name_is_not_taken_for_the_new_one(world: FakeGitHub) -> None:
    world.repositories["two-py"] = repository("former-two", id=7, commits=("b", "a"))
    assert failures(world) == [("two-py", "exists on GitHub", "it is called former-two")]


def test_without_a_record_nobody_can_say_that_nothing_was_lost(world: FakeGitHub) -> None:
    assert failures(world, {}) == [
        ("two-py", "was adopted as it was", "nothing was recorded before its adoption"),
    ]


def catalog_of(*entries: dict[str, Any]) -> Any:
    defaults: dict[str, Any] = {"renamed_from": None, "origin": "existing"}
    return SimpleNamespace(
        organization="Reg-Kris", repositories=[SimpleNamespace(**{**defaults, **entry}) for entry in entries]
    )


def test_a_record_has_the_former_name_the_id_and_the_commits(world: Any, tmp_path: Path) -> None:
    world.repositories["former-two"] = repository("former-two", id=7, commits=("b", "a"))
    plan: Catalog = catalog_of({"name": "two-new", "renamed_from": "former-two"}, {"name": "new", "origin": "new"})
    baseline.record(tmp_path / "run" / "baseline.json", world, plan)
    assert baseline.read(tmp_path / "run" / "baseline.json") == {
        "two-new": Adopted(id=7, name="former-two", commits=("b", "a"))
    }


def test_a_later_record_keeps_what_was_first_seen(world: Any, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    plan: Catalog = catalog_of({"name": "two-py"})
    baseline.record(file, world, plan)
    first = baseline.read(file)
    world.repositories["two-py"] = repository("two-py", id=99)
    baseline.record(file, world, plan)
    assert baseline.read(file) == first


def test_without_a_file_nothing_was_recorded(tmp_path: Path) -> None:
    assert baseline.read(tmp_path / "none.json") == {}


def test_a_missing_file_that_a_pull_request_brings_is_the_team_s_to_merge(world: FakeGitHub) -> None:
    world.repositories["pyairtable-one-go"] = repository("pyairtable-one-go", files=frozenset({"README.md"}))
    offering = platform().model_dump()
    for phase in offering["phases"]:
        for entry in phase["repositories"].values():
            entry["pull_request"] = "https://github.com/Reg-Kris/pyairtable-one-go/pull/1"
    results = list(repositories.check(cast("Any", world), PlatformOutput.model_validate(offering), EXPECTED, BEFORE))
    assert all(result.passed for result in results)
    assert "is offered the 1 generated files that it has not" in {result.fact for result in results}
