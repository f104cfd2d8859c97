"""Which teams may do what. People are given access through their teams only."""

import pulumi_github as github

from catalog.repository_settings import RepositorySettings
from components.repository_settings.target import Target


def register(target: Target, settings: RepositorySettings) -> list[github.TeamRepository]:
    """Registers the teams' permissions; granting one that is there already changes nothing."""
    made: list[github.TeamRepository] = []
    for slug, permission in (settings.teams or {}).items():
        name = f"{target.prefix}-team-{slug}"
        if permission:
            made.append(
                github.TeamRepository(
                    name,
                    team_id=target.teams[slug],
                    repository=target.repository,
                    permission=permission,
                    opts=target.options(name),
                )
            )
    return made
