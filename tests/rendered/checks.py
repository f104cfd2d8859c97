"""What a repository's workflows run: each make target, as pytest parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.rendered.repositories import Rendered, repositories

# Not run here: the sandbox builds and runs every image (tests/e2e/test_rendered_images.py), and what is known of
# vulnerabilities changes by the day and comes from servers that a test must not depend on.
ELSEWHERE = frozenset({"image", "audit"})
NEED_DATABASE = frozenset({"integration", "openapi"})
_CALL = re.compile(r"^\s*(?:- )?(?:run: )?make (?P<targets>[a-z][a-z -]*)$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """One target of one repository."""

    repository: Rendered
    target: str

    @property
    def name(self) -> str:
        """Says which, in a test's name."""
        return f"{self.repository.name}-{self.target}"


def targets(repository: Rendered) -> tuple[str, ...]:
    """The make targets that its workflows call, in their order."""
    return tuple(dict.fromkeys(_called(repository)))


def _called(repository: Rendered) -> Iterator[str]:
    for path, content in repository.files.items():
        if path.startswith(".github/workflows/"):
            for call in _CALL.finditer(content.decode()):
                yield from call["targets"].split()


def all_checks() -> list[Check]:
    """All, Go's and Python's by turns, so that two at a time seldom compile the same package."""
    go = [repository for repository in repositories() if repository.answers.kind.startswith("go-")]
    others = [repository for repository in repositories() if repository not in go]
    found: list[Check] = []
    for place in range(max(len(go), len(others))):
        for repository in (*go[place : place + 1], *others[place : place + 1]):
            found += [Check(repository, target) for target in targets(repository) if target not in ELSEWHERE]
    return found
