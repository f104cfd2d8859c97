"""A repository on GitHub: its settings and its content.

An adopted repository is taken as it is: only its name is ours, and what its entry in the catalog says; what it is
offered comes as a pull request. What is deliberately not done: nothing here deletes, archives or force-pushes. Every
resource is retained, so destroying a stack forgets repositories and keeps them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_github as github

from catalog.model import Repository
from catalog.repository_settings import RepositorySettings
from components.organization import MARK, Adoption
from components.repository_content import RepositoryContent
from components.repository_settings import (
    access,
    actions,
    environments,
    fields,
    labels,
    rulesets,
    security,
    webhooks,
)
from components.repository_settings.target import Target
from rendering.answers import LIBRARY_VERSION

_CONTENT = "-content"


@dataclass(frozen=True)
class GitHubHome:
    """Where an organisation's repositories live.

    Attributes:
        url: GitHub's address, with a trailing slash.
        api_url: address of its REST API.
        organization: the owner.
        manage: False when another stack owns the repositories and this one only links to them.
        protect: refuse changes that would delete a repository.
        teams: ids of the organisation's teams by slug.
        secrets: values of the stack's `actionsSecrets` by name.
    """

    url: str
    api_url: str
    organization: str
    manage: bool
    protect: bool
    teams: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])


class ServiceRepository(pulumi.ComponentResource):
    """One repository of the platform.

    Attributes:
        url: address for a browser.
        name: its name on GitHub.
        content: what the platform has for it; None where another stack owns the repository.
    """

    url: pulumi.Output[str]
    name: pulumi.Output[str]
    content: RepositoryContent | None = None

    def __init__(
        self,
        name: str,
        *,
        repository: Repository,
        settings: RepositorySettings,
        home: GitHubHome,
        adoption: Adoption,
        source: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the repository.

        Args:
            name: logical name; independent of the GitHub name, so that a rename replaces nothing.
            repository: the catalog's entry.
            settings: what of its settings on GitHub is managed.
            home: where it lives.
            adoption: whether it is created or imported.
            source: folder with its rendered content, relative to the project.
            opts: Pulumi's resource options.
        """
        retained = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(retain_on_delete=True))
        super().__init__("pyairtable:github:ServiceRepository", name, None, retained)
        self.name = pulumi.Output.from_input(repository.name)
        self.url = pulumi.Output.from_input(f"{home.url}{home.organization}/{repository.name}")
        if home.manage:
            self._manage(name, repository=repository, settings=settings, home=home, adoption=adoption, source=source)
        self.register_outputs({"name": self.name, "url": self.url})

    def _manage(
        self,
        name: str,
        *,
        repository: Repository,
        settings: RepositorySettings,
        home: GitHubHome,
        adoption: Adoption,
        source: str,
    ) -> None:
        resource = self._repository(name, repository, settings, home, adoption)
        self.name, self.url = resource.name, resource.html_url
        target = Target(
            prefix=name,
            repository=resource.name,
            parent=self,
            kept=adoption.imports,
            teams=home.teams,
            secrets=home.secrets,
        )
        made: list[pulumi.Resource] = []
        if settings.default_branch:
            made = [_default_branch(target, settings.default_branch, rename=adoption.import_name is None)]
        # The first commit of a new repository goes to the branch directly; from then on it is protected.
        self.content = RepositoryContent(
            f"{name}{_CONTENT}",
            api_url=home.api_url,
            owner=home.organization,
            repository=self.name,
            branch=settings.default_branch or adoption.default_branch,
            source=source,
            guest=repository.origin == "existing",
            release=f"v{LIBRARY_VERSION}" if repository.kind == "library" else "",
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True, depends_on=made),
        )
        rulesets.register(target, settings, after=[self.content])
        labels.register(target, settings)
        security.register(target, settings)
        actions.register(target, settings)
        webhooks.register(target, settings)
        environments.register(target, settings, after=access.register(target, settings))

    def _repository(
        self,
        name: str,
        repository: Repository,
        settings: RepositorySettings,
        home: GitHubHome,
        adoption: Adoption,
    ) -> github.Repository:
        given = fields.of(settings)
        if repository.origin == "existing":
            if settings.topics is not None:
                given["topics"] = sorted(settings.topics)
            ignored = fields.kept(given)
        else:
            given |= {
                "description": repository.purpose,
                "topics": sorted({MARK, repository.kind, repository.language, *(settings.topics or ())}),
                "auto_init": True,
            }
            # `auto_init` is how the repository was made; GitHub never gives it back.
            ignored = ["autoInit"]
        return github.Repository(
            f"{name}-settings",
            name=repository.name,
            **given,
            opts=pulumi.ResourceOptions(
                parent=self,
                retain_on_delete=True,
                protect=home.protect,
                import_=adoption.import_name,
                ignore_changes=ignored,
            ),
        )


def logical_name(short_name: str) -> str:
    """Logical name of a repository of the platform, which its settings' names begin with."""
    return f"{short_name}-repository"


def content_name(short_name: str) -> str:
    """Logical name of the content of a repository of the platform."""
    return logical_name(short_name) + _CONTENT


def _default_branch(target: Target, branch: str, *, rename: bool) -> github.BranchDefault:
    """Sets the default branch.

    Args:
        target: whose it is.
        branch: its name.
        rename: rename the branch that GitHub made with the repository, which may be called otherwise; a branch that
            people work on is never renamed.
    """
    name = f"{target.prefix}-branch"
    return github.BranchDefault(
        name, repository=target.repository, branch=branch, rename=rename, opts=target.options(name, ignore=["rename"])
    )
