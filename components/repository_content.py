"""The generated content of a new repository: one commit, made once.

A Pulumi dynamic provider over GitHub's Git Data API. One `RepositoryFile` per file would be one commit each, would
conflict with itself, and would exceed GitHub's content limits (docs/decisions/one-commit.md). What it does not do: it
never updates a branch that people have committed to. Later template changes arrive as pull requests, not here.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import github
import pulumi
from github.InputGitTreeElement import InputGitTreeElement
from github.Repository import Repository
from pulumi import dynamic

from components.organization import pace, reason

PROJECT = Path(__file__).resolve().parent.parent
MESSAGE = "Start from the PyAirtable template"


class _Provider(dynamic.ResourceProvider):
    # The provider's code is state; a secret there would make every preview ask for the passphrase.
    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        name = f"{props['owner']}/{props['repository']}"
        token = github.Auth.Token(os.environ["GITHUB_TOKEN"])
        client = github.Github(auth=token, base_url=props["apiUrl"], lazy=True, **pace(props["apiUrl"]))
        try:
            commit = _seed(client.get_repo(name), props["branch"], PROJECT / props["source"])
        except github.GithubException as error:
            raise RuntimeError(f"{name}: GitHub refuses the content: {reason(error)}") from None
        return dynamic.CreateResult(id_=name, outs={**props, "commit": commit})

    def diff(self, _id: str, _olds: Mapping[str, Any], _news: Mapping[str, Any]) -> dynamic.DiffResult:
        return dynamic.DiffResult(changes=False)

    def delete(self, _id: str, _props: Mapping[str, Any]) -> None:
        """Content stays: it belongs to the team that works on it."""


def _seed(repository: Repository, branch: str, source: Path) -> str:
    ref = repository.get_git_ref(f"heads/{branch}")
    tip = repository.get_git_commit(ref.object.sha)
    # Only the commit of GitHub's `auto_init` has no parent; anything above it is somebody's work, or ours of before.
    if tip.parents:
        return tip.sha
    files = sorted(path for path in source.rglob("*") if path.is_file())
    elements = [
        InputGitTreeElement(
            path=path.relative_to(source).as_posix(),
            mode="100755" if os.access(path, os.X_OK) else "100644",
            type="blob",
            content=path.read_text(),
        )
        for path in files
    ]
    tree = repository.create_git_tree(elements)
    commit = repository.create_git_commit(MESSAGE, tree, [tip])
    # Not forced: if somebody pushed in between, GitHub refuses and nothing is lost.
    ref.edit(commit.sha, force=False)
    return commit.sha


class RepositoryContent(dynamic.Resource):
    """Fills a new repository's default branch in one commit.

    Attributes:
        commit: sha of the branch's tip when the content was made.
    """

    commit: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        *,
        api_url: str,
        owner: str,
        repository: pulumi.Input[str],
        branch: str,
        source: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the content.

        Args:
            name: logical name.
            api_url: address of GitHub's REST API.
            owner: the organisation.
            repository: the repository's name.
            branch: its default branch.
            source: folder with the rendered files, relative to the project.
            opts: Pulumi's resource options.
        """
        props = {
            "apiUrl": api_url,
            "owner": owner,
            "repository": repository,
            "branch": branch,
            "source": source,
            "commit": None,
        }
        super().__init__(_Provider(), name, props, opts)
