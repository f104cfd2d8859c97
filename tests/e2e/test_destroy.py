"""Destroying the stack: workloads go, repositories stay, and `make up` takes them over again."""

import sys
from collections.abc import Callable

import github
import pytest

from sandbox import settings
from tests.e2e.stacks import run

pytestmark = pytest.mark.e2e


def _repositories() -> dict[str, tuple[int, str]]:
    """Id and newest commit of every repository by name."""
    from components.organization import connect

    here = settings.load()
    client: github.Github = connect(here.github_url, here.github_owner)
    found = client.get_organization(here.github_owner).get_repos()
    return {repo.name: (repo.id, repo.get_commits()[0].sha) for repo in found}


def test_destroy_keeps_every_repository_and_up_takes_them_over(
    platform: None, deployments: Callable[[str], dict[str, int]]
) -> None:
    before = _repositories()
    assert len(before) == 25

    destroyed = run(sys.executable, "-m", "sandbox", "pulumi", "destroy", "--yes")
    assert destroyed.code == 0, destroyed.text
    assert deployments("pyairtable") == {}
    assert _repositories() == before

    restored = run(sys.executable, "-m", "sandbox", "up")
    assert restored.code == 0, restored.text
    assert _repositories() == before
    verified = run(sys.executable, "-m", "sandbox", "verify")
    assert verified.code == 0, verified.text
