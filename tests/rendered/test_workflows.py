"""The workflows of every rendered repository, as GitHub would read them."""

import sys
from pathlib import Path

import pytest

from sandbox import toolchain
from tests.rendered import commands
from tests.rendered.repositories import Rendered, repositories

EVERY = pytest.mark.parametrize("repository", repositories(), ids=lambda repository: repository.name)


@pytest.fixture(scope="module")
def actionlint() -> Path:
    return toolchain.ensure(["actionlint"]).path("actionlint")


@EVERY
def test_actionlint_finds_nothing(repository: Rendered, actionlint: Path) -> None:
    # Not with what happens to be installed: the same on every machine.
    command = [str(actionlint), "-no-color", "-shellcheck=", "-pyflakes="]
    _check(f"{repository.name}-actionlint", command, repository)


@EVERY
def test_zizmor_finds_nothing(repository: Rendered) -> None:
    zizmor = Path(sys.executable).parent / "zizmor"
    _check(f"{repository.name}-zizmor", [str(zizmor), "--offline", "--no-progress", "--color=never", "."], repository)


def _check(name: str, command: list[str], repository: Rendered) -> None:
    try:
        commands.run(name, command, repository.folder)
    except commands.CommandError as failure:
        pytest.fail(str(failure), pytrace=False)
