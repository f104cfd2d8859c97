"""What the pipelines of the rendered repositories run, run here: the same make targets."""

import time
from collections.abc import Callable

import pytest

from tests.rendered import commands, databases, passed, virtual_environments
from tests.rendered.checks import ELSEWHERE, NEED_DATABASE, Check, all_checks, targets
from tests.rendered.conftest import UNCHANGED
from tests.rendered.repositories import Rendered, repositories


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.name)
def test_a_repository_passes_its_own(check: Check, record_property: Callable[[str, object], None]) -> None:
    repository, target = check.repository, check.target
    server = databases.server_version() if target in NEED_DATABASE else ""
    key = passed.key(repository.name, repository.digest, target, server)
    if when := passed.before(key):
        record_property(UNCHANGED, when)
        return
    begin = time.monotonic()
    try:
        _run(repository, target)
    except commands.CommandError as failure:
        pytest.fail(str(failure), pytrace=False)
    passed.remember(key, check.name, time.monotonic() - begin)


def _run(repository: Rendered, target: str) -> None:
    name, command = f"{repository.name}-{target}", ["make", "--no-print-directory", target]
    if _is_python(repository):
        command.append(f"VENV={virtual_environments.ensure(repository)}")
    if target == "setup" and _is_python(repository):
        return  # that was it
    if target not in NEED_DATABASE:
        commands.run(name, command, repository.folder)
        return
    with databases.database() as url:
        commands.run(name, command, repository.folder, {"TEST_DATABASE_URL": url})


def _is_python(repository: Rendered) -> bool:
    return "requirements-dev.txt" in repository.files


SERVICE = {"lint", "test", "integration", "openapi", "manifests", "build", "image"}
EXPECTED = {
    "go-service": SERVICE,
    "python-service": SERVICE - {"build"} | {"setup"},
    "go-library": {"lint", "test"},
    "python-library": {"setup", "lint", "test"},
    "infrastructure": {"lint", "test"},
    "existing-service": {"manifests"},
}


@pytest.mark.parametrize("repository", repositories(), ids=lambda repository: repository.name)
def test_a_workflow_runs_what_its_kind_promises(repository: Rendered) -> None:
    assert EXPECTED[repository.answers.kind] - set(targets(repository)) == set()


def test_nothing_is_left_out_but_what_is_checked_elsewhere() -> None:
    run = {(check.repository.name, check.target) for check in all_checks()}
    called = {(repository.name, target) for repository in repositories() for target in targets(repository)}
    assert {target for _, target in called - run} <= ELSEWHERE
