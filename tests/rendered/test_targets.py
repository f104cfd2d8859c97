"""What the pipelines of the rendered repositories run, run here: the same make targets.

Not run here are images, which the sandbox builds and runs (tests/e2e/test_rendered_images.py), and audits: what is
known of vulnerabilities changes by the day and comes from servers that a test must not depend on.
"""

from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.rendered import commands, databases, virtual_environments
from tests.rendered.checks import NEED_DATABASE, Check, all_checks
from tests.rendered.conftest import Once
from tests.rendered.repositories import Rendered, repositories
from tests.rendered.workflows import TOOL, make_targets, steps

EVERY = pytest.mark.parametrize("repository", repositories(), ids=lambda repository: repository.name)
SERVICE = {"lint", "test", "build", "integration", "openapi", "manifests"}
PROMISED = {
    "go-service": SERVICE,
    "python-service": SERVICE | {"setup"},
    "go-library": {"lint", "test", "integration"},
    "python-library": {"setup", "lint", "test", "integration"},
    "infrastructure": {"lint", "test"},
    "existing-service": set[str](),
}


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.name)
def test_a_repository_passes_its_own(check: Check, once: Once, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("database_server") if check.target in NEED_DATABASE else ""
    once(check.repository, check.target, lambda: _run(check.repository, check.target), server)


def _run(repository: Rendered, target: str) -> None:
    name, command = f"{repository.name}-{target}", ["make", "--no-print-directory", target]
    if "requirements-dev.txt" in repository.files:
        command.append(f"VENV={virtual_environments.ensure(repository)}")
        if target == "setup":
            return  # that was it
    if target not in NEED_DATABASE:
        commands.run(name, command, repository.folder)
        return
    with databases.database() as url:
        commands.run(name, command, repository.folder, {"TEST_DATABASE_URL": url})


@EVERY
def test_a_pipeline_runs_what_its_kind_promises(repository: Rendered) -> None:
    assert PROMISED[repository.answers.kind] - set(make_targets(repository)) == set()


@EVERY
def test_a_pipeline_uses_the_tools_that_are_used_here(repository: Rendered) -> None:
    pinned = {(found["name"], found["version"]) for step in steps(repository) for found in TOOL.finditer(step.script)}
    assert {tool for tool in pinned if _ours(tool[0]) not in (tool[1], "")} == set()


def _ours(tool: str) -> str:
    try:
        return version(tool)
    except PackageNotFoundError:
        return ""
