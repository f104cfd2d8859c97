"""A repository's generated content: the first commit of a new one, and a pull request whenever the template changes.

A Pulumi dynamic provider over `updates`, which says what happens on GitHub. A preview asks nobody: it compares the name
of the rendering in the state with the one of now. What it does not do: it never writes to a branch that people work on,
and it deletes nothing.
"""

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
from pulumi import dynamic

from rendering.template import ANSWERS
from updates.connection import Connection, budget_for
from updates.content import Content
from updates.delivery import deliver
from updates.errors import ContentError
from updates.files import of_folder, rendering_in, rendering_of
from updates.repository import Repository

PROJECT = Path(__file__).resolve().parent.parent
TYPE = "pulumi-python:dynamic:Resource"


class _Provider(dynamic.ResourceProvider):
    # The provider's code is state; a secret there would make every preview ask for the passphrase.
    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        return dynamic.CreateResult(id_=f"{props['owner']}/{props['repository']}", outs=_deliver(props))

    def diff(self, _id: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> dynamic.DiffResult:
        return dynamic.DiffResult(changes=olds.get("rendering") != news["rendering"])

    def update(self, _id: str, _olds: Mapping[str, Any], news: dict[str, Any]) -> dynamic.UpdateResult:
        return dynamic.UpdateResult(outs=_deliver(news))

    def delete(self, _id: str, _props: Mapping[str, Any]) -> None:
        """Content stays: it belongs to the team that works on it."""


def _deliver(props: dict[str, Any]) -> dict[str, Any]:
    # What is raised here is a message for a person, which the engine prints; gRPC's log would add a traceback.
    logging.getLogger("grpc._server").propagate = False
    logging.getLogger("grpc._server").addHandler(logging.NullHandler())
    name = props["repository"]
    files = of_folder(PROJECT / props["source"])
    if rendering_in(files) != props["rendering"]:
        raise ContentError(f"{name}: its content was rendered anew while this run was under way; run it again")
    connection = Connection(
        props["api_url"], os.environ["GITHUB_TOKEN"], budget_for(props["api_url"]), tell=lambda text: _tell(name, text)
    )
    repository = Repository(connection, props["owner"], name)
    content = Content(files, props["rendering"], guest=props["guest"], release=props["release"])
    done = deliver(repository, props["branch"], content)
    if done.news:
        _tell(name, done.news)
    return {**props, "pull_request": done.pull_request}


def _tell(name: str, text: str) -> None:
    """Shows a line in Pulumi's output, which is where a provider's output goes."""
    # In one piece: the provider does several repositories at a time.
    sys.stdout.write(f"{name}: {text}\n")
    sys.stdout.flush()


class RepositoryContent(dynamic.Resource):
    """Keeps a repository's content in step with its template.

    Attributes:
        pull_request: address of the pull request that the newest template change is in; empty when it needs none.
    """

    pull_request: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        *,
        api_url: str,
        owner: str,
        repository: pulumi.Input[str],
        branch: str,
        source: str,
        guest: bool = False,
        release: str = "",
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
            guest: whether the repository was there before the platform; then everything comes as a pull request.
            release: tag of a library's first commit; empty for none.
            opts: Pulumi's resource options.
        """
        props = {
            "api_url": api_url,
            "owner": owner,
            "repository": repository,
            "branch": branch,
            "source": source,
            "rendering": rendering_of_folder(source),
            "guest": guest,
            "release": release,
            "pull_request": None,
        }
        super().__init__(_Provider(), name, props, opts)


def rendering_of_folder(source: str) -> str:
    """The name of the rendering in a folder; empty when there is none.

    Args:
        source: relative to the project.
    """
    answers = PROJECT / source / ANSWERS
    return rendering_of(answers.read_bytes()) if answers.is_file() else ""
