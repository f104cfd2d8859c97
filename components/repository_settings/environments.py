"""Deployment environments, and the branches that may deploy to them."""

from collections.abc import Sequence

import pulumi
import pulumi_github as github
from github import UnknownObjectException
from github.Repository import Repository

from catalog.repository_settings import RepositorySettings
from components.repository_settings.target import Target

TYPE = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy"
"""Of the branches. Making an environment that is there already is no error; making its branch policy again is."""


def wanted(prefix: str, settings: RepositorySettings) -> dict[str, tuple[str, str]]:
    """Environment and pattern of the branches by logical name."""
    return {
        f"{prefix}-environment-{name}-branch-{pattern}": (name, pattern)
        for name, environment in (settings.environments or {}).items()
        for pattern in (environment and environment.branches) or ()
    }


def register(target: Target, settings: RepositorySettings, *, after: Sequence[pulumi.Resource]) -> None:
    """Registers the environments.

    Args:
        target: whose they are.
        settings: of the catalog.
        after: what lets the reviewers see the repository.
    """
    made: dict[str, github.RepositoryEnvironment] = {}
    for name, environment in (settings.environments or {}).items():
        if environment is None:
            continue
        logical = f"{target.prefix}-environment-{name}"
        restricted = github.RepositoryEnvironmentDeploymentBranchPolicyArgs(
            protected_branches=False, custom_branch_policies=True
        )
        made[name] = github.RepositoryEnvironment(
            logical,
            repository=target.repository,
            environment=name,
            reviewers=[{"teams": [_number(target.teams[slug]) for slug in environment.reviewers]}]
            if environment.reviewers
            else None,
            prevent_self_review=bool(environment.prevent_self_review),
            can_admins_bypass=environment.administrators_bypass is not False,
            wait_timer=environment.wait_minutes or 0,
            deployment_branch_policy=restricted if environment.branches else None,
            opts=target.options(logical, after=after),
        )
    for logical, (name, pattern) in wanted(target.prefix, settings).items():
        github.RepositoryEnvironmentDeploymentPolicy(
            logical,
            repository=target.repository,
            environment=made[name].environment,
            branch_pattern=pattern,
            opts=target.options(logical, after=[made[name]]),
        )


def _number(team: pulumi.Input[str]) -> pulumi.Output[int]:
    return pulumi.Output.from_input(team).apply(int)


def kept(repository: Repository, prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """What to import after the repository's name, by logical name, of the branch policies that GitHub has."""
    policies: dict[tuple[str, str], int] = {}
    for name in {environment for environment, _ in wanted(prefix, settings).values()}:
        address = f"{repository.url}/environments/{name}/deployment-branch-policies?per_page=100"
        try:
            _, found = repository.requester.requestJsonAndCheck("GET", address)
        except UnknownObjectException:  # there is no such environment yet
            continue
        policies |= {(name, each["name"]): each["id"] for each in found["branch_policies"]}
    return {
        logical: f":{place[0]}:{policies[place]}"
        for logical, place in wanted(prefix, settings).items()
        if place in policies
    }
