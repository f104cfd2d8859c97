"""The repositories that the sandbox's organisation had before the platform."""

from pathlib import Path

import pytest

from catalog import load
from sandbox import paths
from sandbox.existing import repositories, sources
from sandbox.existing.histories.past import Past
from sandbox.github.repository import DEFAULTS
from sandbox.github.seed import Commit, SeedRepository, seed
from sandbox.github.world import World

CATALOG = load(paths.PROJECT / "services.yaml")
EXISTING = {entry.renamed_from or entry.name: entry for entry in CATALOG.repositories if entry.origin == "existing"}
REPOSITORIES = pytest.mark.parametrize("repository", repositories(), ids=lambda repository: repository.name)


def head(commits: list[Commit]) -> dict[str, bytes]:
    """Files after all commits."""
    files: dict[str, bytes] = {}
    for commit in commits:
        for path, content in commit.files.items():
            if content is None:
                del files[path]
            else:
                files[path] = content
    return files


def shas(folder: Path) -> dict[str, list[str]]:
    """Shas of the default branch, newest first, by repository name."""
    seed(folder, "Reg-Kris", repositories())
    world = World(folder, "Reg-Kris", "")
    found: dict[str, list[str]] = {}
    for repository in world.repositories():
        git = world.git(repository.id)
        found[repository.name] = [entry.commit.id.decode() for entry in git.repo.get_walker()]
    return found


def test_every_existing_repository_of_the_catalog_has_a_history_under_its_old_name() -> None:
    assert {repository.name for repository in repositories()} == set(EXISTING)


@REPOSITORIES
def test_the_last_commit_holds_exactly_the_files_of_the_folder(repository: SeedRepository) -> None:
    assert head(list(repository.commits)) == sources.files(repository.name)


@REPOSITORIES
def test_commits_follow_each_other_in_time_and_each_changes_something(repository: SeedRepository) -> None:
    dates = [commit.date for commit in repository.commits]
    assert dates == sorted(dates)
    assert 4 <= len(dates) <= 8
    for position, commit in enumerate(repository.commits):
        before = head(list(repository.commits[:position]))
        assert any(before.get(path) != content for path, content in commit.files.items()), commit.message


@REPOSITORIES
def test_a_team_of_several_people_works_on_it(repository: SeedRepository) -> None:
    assert len({commit.author for commit in repository.commits}) >= 2


@REPOSITORIES
def test_the_tag_that_is_deployed_is_on_the_last_commit(repository: SeedRepository) -> None:
    image = EXISTING[repository.name].image
    assert image is not None
    assert repository.tags[image.tag] == len(repository.commits) - 1


@REPOSITORIES
def test_its_pull_request_is_of_a_branch_that_exists(repository: SeedRepository) -> None:
    heads = [issue.head for issue in repository.issues if issue.head]
    assert heads
    assert set(heads) <= set(repository.branches)
    assert any(issue.head is None for issue in repository.issues)


@REPOSITORIES
def test_its_settings_are_known_ones_that_differ_from_githubs_defaults(repository: SeedRepository) -> None:
    assert repository.settings
    for key, value in repository.settings.items():
        assert DEFAULTS[key] != value


def test_the_same_shas_come_out_every_time(tmp_path: Path) -> None:
    assert shas(tmp_path / "one") == shas(tmp_path / "two")


def test_a_past_that_todays_files_contradict_is_refused() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Past("mcp-server-py").then("README.md", {"a text that is not there": ""})
