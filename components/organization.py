"""What the organisation's GitHub already has, and what that means for each repository of the catalog.

Read once when a program starts: creating or importing has to be decided before a resource is registered.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict
from urllib.parse import urlsplit

import github
import pulumi
import requests
from github.GithubRetry import GithubRetry

from catalog.model import Repository
from updates.connection import api_url, reason

# Every repository that this program makes carries this topic, so that it is recognised after a lost state.
MARK = "pyairtable-platform"


@dataclass(frozen=True)
class Existing:
    """A repository on GitHub.

    Attributes:
        name: as GitHub spells it.
        marked: whether this program made it.
        default_branch: the branch that people work on.
        administered: whether the token's owner may change its settings.
    """

    name: str
    marked: bool
    default_branch: str = "main"
    administered: bool = True


@dataclass(frozen=True)
class Adoption:
    """How a repository of the catalog comes under management.

    Attributes:
        import_name: the name to import it by; None to create it.
        rename_from: its present name, when it still has to be renamed.
        default_branch: the branch of an existing repository that people work on.
        kept: by logical name, what to import after the repository's name of settings that the state does not have.
    """

    import_name: str | None = None
    rename_from: str | None = None
    default_branch: str = "main"
    kept: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def imports(self) -> dict[str, str]:
        """Ids to import settings by, by logical name."""
        return {name: f"{self.import_name}{suffix}" for name, suffix in self.kept.items()}


class Pace(TypedDict):
    """How fast a client may ask, in seconds."""

    seconds_between_requests: float
    seconds_between_writes: float


def pace(github_url: str) -> Pace:
    """Seconds between requests and between writes: github.com asks for a pause, another server does not.

    Source: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
    """
    public = urlsplit(github_url).hostname == "github.com"
    return Pace(seconds_between_requests=0.25 if public else 0, seconds_between_writes=1 if public else 0)


def connect(github_url: str, organization: str, *, lazy: bool = False) -> github.Github:
    """A client of GitHub's API.

    Args:
        github_url: GitHub's address.
        organization: the owner, for messages.
        lazy: whether naming a repository or an organisation asks nothing yet.

    Raises:
        pulumi.RunError: there is no token.
    """
    token = os.environ.get("GITHUB_TOKEN")
    if not token:
        raise pulumi.RunError(
            f"github: GITHUB_TOKEN is not set; export a token that may administer the repositories of {organization} "
            "(the local platform's is set by `source .sandbox/env`)"
        )
    # `connect=0`: an address that nobody listens on does not come back within a retry.
    retry = GithubRetry(total=5, connect=0)
    return github.Github(
        auth=github.Auth.Token(token),
        base_url=api_url(github_url),
        per_page=100,
        retry=retry,
        lazy=lazy,
        **pace(github_url),
    )


def existing(client: github.Github, github_url: str, organization: str) -> dict[str, Existing]:
    """The organisation's repositories by lower-case name (GitHub ignores case).

    Raises:
        pulumi.RunError: GitHub does not answer, or refuses the token.
    """
    try:
        found = list(client.get_organization(organization).get_repos())
    except github.BadCredentialsException:
        raise pulumi.RunError(f"github: {github_url} refuses the token in GITHUB_TOKEN") from None
    except github.UnknownObjectException:
        raise pulumi.RunError(
            f"github: {github_url} has no organisation '{organization}' that this token may see"
        ) from None
    except github.GithubException as error:
        raise pulumi.RunError(f"github: {github_url} answered {reason(error)}") from None
    except requests.RequestException as error:
        raise pulumi.RunError(f"github: {github_url} does not answer: {_cause(error)}") from None
    return {
        repo.name.lower(): Existing(
            repo.name,
            marked=MARK in (repo.topics or []),
            default_branch=repo.default_branch,
            administered=repo.permissions.admin,
        )
        for repo in found
    }


def beyond_rights(repositories: Iterable[Repository], found: Mapping[str, Existing]) -> list[str]:
    """The repositories that the token's owner may not administer, a message for each.

    Args:
        repositories: of the catalog.
        found: what `existing` returned.
    """
    present = [found.get(entry.name.lower()) or found.get((entry.renamed_from or "").lower()) for entry in repositories]
    return [
        f"github: {one.name}: the owner of the token in GITHUB_TOKEN may not administer it; use an administrator's"
        for one in present
        if one and not one.administered
    ]


def _cause(error: requests.RequestException) -> str:
    cause = error.args[0] if error.args else error
    return str(getattr(cause, "reason", cause))


def adoptions(repositories: Iterable[Repository], found: Mapping[str, Existing]) -> dict[str, Adoption]:
    """Decides for each repository whether it is created, imported, or renamed and imported.

    Args:
        repositories: of the catalog.
        found: what `existing` returned.

    Returns:
        By the catalog's name.

    Raises:
        pulumi.RunError: the catalog and GitHub contradict each other; every contradiction at once.
    """
    result: dict[str, Adoption] = {}
    problems: list[str] = []
    for repository in repositories:
        present = found.get(repository.name.lower())
        former = found.get((repository.renamed_from or "").lower())
        if repository.origin == "new":
            if present and not present.marked:
                problems.append(
                    f"{repository.name}: exists on GitHub but was not made by this program; write "
                    f"'origin: existing' in the catalog to adopt it, or give it the topic '{MARK}' if it was"
                )
            result[repository.name] = Adoption(import_name=present.name if present else None)
        elif present and former:
            problems.append(
                f"{repository.name}: cannot be renamed from {former.name}, because both exist on GitHub; "
                "a person has to decide which of them it is"
            )
        elif former:
            result[repository.name] = Adoption(
                former.name, rename_from=former.name, default_branch=former.default_branch
            )
        elif present:
            result[repository.name] = Adoption(present.name, default_branch=present.default_branch)
        else:
            problems.append(
                f"{repository.name}: the catalog says that it exists, but GitHub has no such repository; "
                "correct its name, or write 'origin: new'"
            )
    if problems:
        raise pulumi.RunError("github: " + "\ngithub: ".join(problems))
    return result


def teams(client: github.Github, organization: str, slugs: Iterable[str]) -> dict[str, str]:
    """Ids of those teams that exist, by slug.

    Raises:
        pulumi.RunError: GitHub does not answer.
    """
    try:
        found = {team.slug: str(team.id) for team in client.get_organization(organization).get_teams()}
    except github.GithubException as error:
        raise pulumi.RunError(f"github: the teams of {organization} cannot be read: {reason(error)}") from None
    return {slug: found[slug] for slug in slugs if slug in found}


def rename(client: github.Github, organization: str, adoption: Mapping[str, Adoption]) -> dict[str, Adoption]:
    """Carries out the renames, in place: the repository keeps its id, commits, issues and pull requests.

    A provider would rename too, but leave the former name as the resource's id in state; the next run's import under
    the new name would then be a replacement, which deletes (docs/decisions/adoption.md).

    Returns:
        The adoptions with nothing left to rename.

    Raises:
        pulumi.RunError: GitHub refuses a rename.
    """
    result = dict(adoption)
    for name, plan in adoption.items():
        if plan.rename_from is None:
            continue
        try:
            client.get_repo(f"{organization}/{plan.rename_from}").edit(name=name)
        except github.GithubException as error:
            raise pulumi.RunError(f"github: {plan.rename_from} cannot be renamed to {name}: {reason(error)}") from None
        result[name] = replace(plan, import_name=name, rename_from=None)
    return result
