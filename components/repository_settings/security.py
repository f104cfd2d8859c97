"""Dependabot's alerts and updates. Secret scanning is a field of the repository itself."""

import pulumi_github as github

from catalog.repository_settings import RepositorySettings
from components.repository_settings.target import Target


def register(target: Target, settings: RepositorySettings) -> None:
    """Registers what the settings say of them; switching on what is on changes nothing."""
    security = settings.security
    if security is None:
        return
    made: list[github.RepositoryVulnerabilityAlerts] = []
    if security.vulnerability_alerts is not None:
        name = f"{target.prefix}-alerts"
        made.append(
            github.RepositoryVulnerabilityAlerts(
                name,
                repository=target.repository,
                enabled=security.vulnerability_alerts,
                opts=target.options(name),
            )
        )
    if security.security_updates is not None:
        name = f"{target.prefix}-security-updates"
        github.RepositoryDependabotSecurityUpdates(
            name,
            repository=target.repository,
            enabled=security.security_updates,
            # Without alerts GitHub refuses updates.
            opts=target.options(name, after=made),
        )
