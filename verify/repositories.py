"""Each repository on GitHub: it exists, holds what it should, and an adopted one has lost nothing."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import github
from github.Repository import Repository

from components.organization import reason
from outputs import PlatformOutput, RepositoryOutput
from verify.baseline import Adopted
from verify.result import Result


def check(
    client: github.Github,
    platform: PlatformOutput,
    expected: Mapping[str, frozenset[str]],
    adopted: Mapping[str, Adopted],
) -> Iterator[Result]:
    """Checks every repository of the output.

    Args:
        client: of GitHub's API.
        platform: the stack's output.
        expected: paths that each generated repository has to hold, by its name.
        adopted: what the existing ones were before, by the catalog's name.
    """
    entries = [entry for phase in platform.phases for entry in phase.repositories.values()]

    def one(entry: RepositoryOutput) -> list[Result]:
        return list(_repository(client, platform.organization, entry, expected, adopted))

    with ThreadPoolExecutor(max_workers=4) as pool:
        for results in pool.map(one, entries):
            yield from results


def _repository(
    client: github.Github,
    organization: str,
    entry: RepositoryOutput,
    expected: Mapping[str, frozenset[str]],
    adopted: Mapping[str, Adopted],
) -> Iterator[Result]:
    try:
        repository = client.get_repo(f"{organization}/{entry.name}")
    except github.GithubException as error:
        yield Result(entry.name, "exists on GitHub", reason(error))
        return
    # GitHub answers for a renamed repository under its former name too.
    same = repository.name == entry.name
    yield Result(entry.name, "exists on GitHub", "" if same else f"it is called {repository.name}")
    if entry.origin == "existing":
        yield from _adopted(repository, entry.name, adopted.get(entry.name))
    else:
        yield _files(repository, entry, expected[entry.name])


def _files(repository: Repository, entry: RepositoryOutput, expected: frozenset[str]) -> Result:
    tree = repository.get_git_tree(repository.default_branch, recursive=True)
    missing = sorted(expected - {element.path for element in tree.tree})
    # What a template change adds is the team's to merge.
    if missing and entry.pull_request:
        return Result(entry.name, f"is offered the {len(missing)} generated files that it has not", "")
    fact = f"holds its {len(expected)} generated files"
    return Result(entry.name, fact, f"{len(missing)} are missing, first {missing[0]}" if missing else "")


def _adopted(repository: Repository, name: str, before: Adopted | None) -> Iterator[Result]:
    if before is None:
        yield Result(name, "was adopted as it was", "nothing was recorded before its adoption")
        return
    same = repository.id == before.id
    was = f" of {before.name}" if before.name != name else ""
    yield Result(name, f"has the id{was} from before", "" if same else f"{repository.id} instead of {before.id}")
    present = {commit.sha for commit in repository.get_commits()}
    lost = [sha for sha in before.commits if sha not in present]
    fact = f"has its {len(before.commits)} commits from before"
    yield Result(name, fact, f"{len(lost)} are gone, newest {lost[0]}" if lost else "")
