"""Settings that GitHub has and the state does not: those that outlived a stack, and those that people made by hand.

Making them a second time would fail, so they are imported. GitHub is asked only about kinds of settings of which the
state lacks one, and only for repositories that exist, so a run in which nothing is new asks nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import github
import pulumi
from github.Repository import Repository as GitHubRepository

from catalog.model import Catalog, Repository
from catalog.repository_settings import RepositorySettings
from components.organization import Adoption, reason
from components.recorded import Recorded
from components.repository_settings import actions, environments, labels, rulesets, webhooks
from components.service_repository import logical_name


class _Wanted(Protocol):
    def __call__(self, prefix: str, settings: RepositorySettings, /) -> Mapping[str, object]: ...


@dataclass(frozen=True)
class _Kind:
    """A kind of setting that cannot be made twice."""

    token: str
    wanted: _Wanted
    kept: Callable[[GitHubRepository, str, RepositorySettings], dict[str, str]]


_KINDS = tuple(_Kind(kind.TYPE, kind.wanted, kind.kept) for kind in (rulesets, labels, environments, actions, webhooks))


def find(
    client: github.Github,
    catalog: Catalog,
    repositories: Iterable[Repository],
    adoptions: Mapping[str, Adoption],
    recorded: Recorded,
) -> dict[str, Adoption]:
    """Adds to each repository's adoption what has to be imported with it.

    Args:
        client: of GitHub's API, lazy.
        catalog: the whole catalog.
        repositories: those of it that are managed.
        adoptions: by the catalog's name.
        recorded: the stack's state.

    Raises:
        pulumi.RunError: GitHub does not answer for a repository; every such repository at once.
    """
    result = dict(adoptions)
    problems: list[str] = []
    known = {kind.token: recorded.of_type(kind.token) for kind in _KINDS}
    for entry in repositories:
        plan, settings = adoptions[entry.name], catalog.managed_settings(entry)
        if plan.import_name is None:
            continue
        on_github = client.get_repo(f"{catalog.organization}/{plan.import_name}")
        prefix = logical_name(entry.short_name)
        kept: dict[str, str] = {}
        try:
            for kind in _KINDS:
                if any(not _has(known[kind.token], name, entry.name) for name in kind.wanted(prefix, settings)):
                    kept |= kind.kept(on_github, prefix, settings)
        except github.GithubException as error:
            problems.append(f"github: {entry.name}: its settings cannot be read: {reason(error)}")
        result[entry.name] = replace(plan, kept=kept)
    if problems:
        raise pulumi.RunError("\n".join(problems))
    return result


def _has(recorded: Mapping[str, Mapping[str, object]], name: str, repository: str) -> bool:
    """Whether the state has a setting, and under the repository's present name."""
    outputs = recorded.get(name)
    return outputs is not None and outputs.get("repository", repository) == repository
