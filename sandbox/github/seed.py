"""Repositories that were there before the platform: history, branches, an issue and a pull request of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dulwich.objects import Commit as GitCommit

from sandbox.github.commits import Person, write_commit
from sandbox.github.database import Json
from sandbox.github.default_labels import add_default_labels
from sandbox.github.git_repository import HEADS, GitRepository, pull_head
from sandbox.github.timestamps import from_seconds, to_seconds
from sandbox.github.tokens import Actor
from sandbox.github.world import World


@dataclass(frozen=True)
class Commit:
    """A commit of the past.

    Args:
        message: as git keeps it.
        author: `Name <mail@example.com>`.
        date: ISO 8601, UTC.
        files: what it adds or replaces; None removes a file.
    """

    message: str
    author: str
    date: str
    files: Mapping[str, bytes | None]


@dataclass(frozen=True)
class SeedIssue:
    """An open issue; with `head` an open pull request of that branch to the default branch."""

    title: str
    body: str
    author: str
    date: str
    head: str | None = None
    labels: Sequence[str] = ()


@dataclass(frozen=True)
class SeedRepository:
    """A repository as its team left it.

    Args:
        commits: of the default branch, oldest first.
        branches: further branches, each with the commits that it is ahead.
        settings: what differs from github.com's defaults, by the API's names.
    """

    name: str
    description: str
    commits: Sequence[Commit]
    branches: Mapping[str, Sequence[Commit]] = field(default_factory=dict[str, Sequence[Commit]])
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    topics: Sequence[str] = ()
    issues: Sequence[SeedIssue] = ()
    tags: Mapping[str, int] = field(default_factory=dict[str, int])  # name to position in `commits`


def seed(data: Path, owner: str, repositories: Sequence[SeedRepository]) -> list[str]:
    """Adds the repositories that are absent; one that was renamed since counts as present.

    Shas depend on the arguments alone. The server may run meanwhile.

    Returns:
        The names of those that were added.
    """
    world = World(data, owner, "")
    added: list[str] = []
    for repository in repositories:
        with world.database.transaction():
            if not world.knows(repository.name):
                _add(world, repository)
                added.append(repository.name)
    world.database.close()
    return added


def _add(world: World, wanted: SeedRepository) -> None:
    settings = {"description": wanted.description, **wanted.settings}
    repository = world.create(wanted.name, settings)
    first, last = wanted.commits[0].date, wanted.commits[-1].date
    world.save(repository.changed(topics=sorted(wanted.topics), created_at=first, pushed_at=last))
    add_default_labels(world, repository.id)
    git = world.git(repository.id)
    shas = _commit_all(git, wanted.commits, None)
    git.point(HEADS + repository.default_branch, shas[-1])
    for name, commits in wanted.branches.items():
        git.point(HEADS + name, _commit_all(git, commits, shas[-1])[-1])
    for name, position in wanted.tags.items():
        git.point(f"refs/tags/{name}", shas[position])
    for issue in wanted.issues:
        _open_issue(world, repository.id, repository.default_branch, git, issue)


def _commit_all(git: GitRepository, commits: Sequence[Commit], parent: str | None) -> list[str]:
    shas: list[str] = []
    for commit in commits:
        changes = {
            path: None if content is None else (0o100644, git.add_blob(content))
            for path, content in commit.files.items()
        }
        author = _person(commit.author, commit.date)
        tree = git.changed_tree(parent, changes)
        made: GitCommit = write_commit(
            git, tree, [parent] if parent else [], commit.message, actor=Actor(author.name, 0), author=author
        )
        parent = made.id.decode()
        shas.append(parent)
    return shas


def _person(author: str, date: str) -> Person:
    name, _, mail = author.partition(" <")
    return Person(name, mail.rstrip(">"), to_seconds(date))


def _open_issue(world: World, repository: int, base: str, git: GitRepository, issue: SeedIssue) -> None:
    moment = from_seconds(to_seconds(issue.date))
    head = git.branch(issue.head) if issue.head else None
    pull: Json | None = None
    if issue.head and head:
        pull = {"head_ref": issue.head, "base_ref": base, "first_head": head, "draft": False}
    number = world.database.next_number(f"issue of {repository}")
    document: Json = {
        "id": world.database.next_number("issue"),
        "number": number,
        "title": issue.title,
        "body": issue.body,
        "state": "open",
        "author": [issue.author, 100],
        "labels": list(issue.labels),
        "created_at": moment,
        "updated_at": moment,
        "closed_at": None,
        "pull": pull,
    }
    if head and pull:
        git.point(pull_head(number), head)
    world.database.put(repository, "issue", number, document)
