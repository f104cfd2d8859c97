"""The workflows that every rendered repository brings, as GitHub would read them."""

import sys
from pathlib import Path

import pytest

from sandbox import toolchain
from tests.rendered import commands
from tests.rendered.repositories import Rendered, repositories
from tests.rendered.workflows import FOLDER

EVERY = pytest.mark.parametrize("repository", repositories(), ids=lambda repository: repository.name)


@pytest.fixture(scope="session")
def actionlint() -> Path:
    return toolchain.ensure(["actionlint"]).path("actionlint")


@EVERY
def test_actionlint_finds_nothing(repository: Rendered, actionlint: Path) -> None:
    # Not with what happens to be installed: the same on every machine.
    command = [str(actionlint), "-no-color", "-shellcheck=", "-pyflakes=", *brought(repository, FOLDER)]
    check(f"{repository.name}-actionlint", command, repository)


@EVERY
def test_zizmor_finds_nothing(repository: Rendered) -> None:
    zizmor = str(Path(sys.executable).parent / "zizmor")
    files = [*brought(repository, FOLDER), *brought(repository, ".github/dependabot")]
    check(f"{repository.name}-zizmor", [zizmor, "--offline", "--no-progress", "--color=never", *files], repository)


def brought(repository: Rendered, start: str) -> list[str]:
    found = sorted(path for path in repository.brought if path.startswith(start))
    assert found, f"{repository.name} has no {start}"
    return found


def check(name: str, command: list[str], repository: Rendered) -> None:
    if said := commands.failure(lambda: commands.run(name, command, repository.folder)):
        pytest.fail(said, pytrace=False)
