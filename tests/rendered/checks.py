"""The checks of all repositories, in the order in which they are best run."""

from dataclasses import dataclass

from tests.rendered.repositories import Rendered, repositories
from tests.rendered.workflows import make_targets

NEED_DATABASE = frozenset({"integration", "openapi"})


@dataclass(frozen=True)
class Check:
    """One make target of one repository."""

    repository: Rendered
    target: str

    @property
    def name(self) -> str:
        """Says which, in a test's name."""
        return f"{self.repository.name}-{self.target}"


def all_checks() -> list[Check]:
    """Go's and Python's repositories by turns, so that two at a time seldom compile the same package."""
    go = [repository for repository in repositories() if repository.answers.kind.startswith("go-")]
    others = [repository for repository in repositories() if repository not in go]
    found: list[Check] = []
    for place in range(max(len(go), len(others))):
        for repository in (*go[place : place + 1], *others[place : place + 1]):
            found += [Check(repository, target) for target in make_targets(repository)]
    return found
