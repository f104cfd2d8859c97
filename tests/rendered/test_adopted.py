"""An existing repository with what it is offered passes the checks that come with the offer."""

import re
import sys
from pathlib import Path

import pytest

from tests.rendered import commands
from tests.rendered.conftest import Once
from tests.rendered.repositories import Rendered, repositories
from tests.rendered.workflows import TOOL, steps

ADOPTED = [repository for repository in repositories() if repository.answers.kind == "existing-service"]
OURS = Path(sys.executable).parent


def scripts(repository: Rendered) -> list[str]:
    """Of the offered pipeline's checks; the tools that it fetches are those of this project, an audit is left out."""
    checks = [step for step in steps(repository) if step.job == "check" and "pip-audit" not in step.script]
    return [TOOL.sub(_program, step.script) for step in checks]


def _program(found: re.Match[str]) -> str:
    return str(OURS / found["name"])


@pytest.mark.parametrize("repository", ADOPTED, ids=lambda repository: repository.name)
def test_an_adopted_repository_passes_the_offered(repository: Rendered, once: Once) -> None:
    def check() -> None:
        for number, script in enumerate(scripts(repository), start=1):
            # As GitHub runs a step that names no shell.
            commands.run(f"{repository.name}-check-{number}", ["bash", "-e", "-c", script], repository.folder)

    assert len(scripts(repository)) >= 3, "tests, manifests and workflow"
    once(repository, "check", check)
