"""How a repository stands to its template; it only reads."""

from dataclasses import dataclass, field
from typing import Literal

import github
import requests

from rendering.template import ANSWERS
from updates.comparison import NEEDS_UPDATE, Standing, compare
from updates.connection import reason
from updates.content import Content
from updates.files import Files
from updates.proposal import is_current, open_pull, rendering_of_files
from updates.renderings import Renderings
from updates.repository import HEADS, Repository

State = Literal["current", "behind", "missing", "unknown"]


@dataclass(frozen=True)
class Drift:
    """One repository.

    Attributes:
        repository: its name.
        state: `current` when it needs no update, `behind` when it does, `missing` when it is not on GitHub yet,
            `unknown` when GitHub did not say.
        files: by path, how the template's files stand.
        pull_request: address of the platform's open pull request; empty when there is none.
        reason: why it is unknown.
    """

    repository: str
    state: State
    files: dict[str, Standing] = field(default_factory=dict[str, Standing])
    pull_request: str = ""
    reason: str = ""

    def paths(self, standing: Standing) -> list[str]:
        """The files that stand so."""
        return [path for path, found in self.files.items() if found is standing]


def inspect(repository: Repository, branch: str | None, content: Content) -> Drift:
    """How a repository stands to its template.

    Args:
        repository: on GitHub.
        branch: its default branch; None when there is no such repository.
        content: what the platform has for it.
    """
    if branch is None:
        return Drift(repository.name, "missing")
    try:
        return _inspect(repository, branch, content)
    except (github.GithubException, requests.RequestException) as error:
        return Drift(repository.name, "unknown", reason=reason(error))


def _inspect(repository: Repository, branch: str, content: Content) -> Drift:
    tip = repository.tip(f"{HEADS}/{branch}")
    if tip is None:
        return Drift(repository.name, "unknown", reason=f"it has no branch '{branch}'")
    ours = repository.files(tip)
    base: Files
    if is_current(ours, content) and not content.guest:
        base, guest = content.files, False
    else:
        known = Renderings(repository, tip)
        named = rendering_of_files(repository, ours)
        guest = content.guest or not known
        base = known.base(named) if named or not guest else {}
    files = compare(base, ours, content.files, guest=guest)
    # The answers change with every rendering and say nothing by themselves.
    files.pop(ANSWERS, None)
    pull = open_pull(repository, branch)
    behind = any(standing in NEEDS_UPDATE for standing in files.values())
    return Drift(repository.name, "behind" if behind else "current", files, pull.url if pull else "")
