"""Registers the repositories of the first two phases as the platform does: asked, adopted, renamed, set up, filled."""

import os
from pathlib import Path

import pulumi
import pulumi_github as github

from catalog import load
from components import actions_secrets, debug_log, organization, surroundings
from components.organization_teams import OrganizationTeams
from components.service_repository import GitHubHome, ServiceRepository, logical_name
from components.settings import PROJECT, parse
from rendering import write


def main() -> None:
    """Registers what the environment says: CATALOG is the file, GITHUB_URL the address of GitHub."""
    debug_log.silence()
    url = os.environ["GITHUB_URL"]
    catalog = load(Path(os.environ["CATALOG"]))
    settings = parse(
        {
            "environment": "dev",
            "catalog": "services.yaml",
            "throughPhase": 1,
            "namespace": "none",
            "kubeconfig": "",
            "kubeContext": "none",
            "githubUrl": url,
            "repositories": "manage",
            "protectRepositories": False,
            "registry": "none.example/none",
            "imageBuilder": "",
            "imageBuildSecrets": "",
            "rolloutTimeoutSeconds": 300,
        },
        stack=pulumi.get_stack(),
    )
    managed = surroundings.managed_by(settings, catalog)
    secrets = actions_secrets.load(pulumi.Config(), catalog, managed)
    adoptions, existing = surroundings.on_github(settings, catalog, managed)
    if not pulumi.runtime.is_dry_run():
        client = organization.connect(url, catalog.organization)
        adoptions = organization.rename(client, catalog.organization, adoptions)
    write(catalog, PROJECT / surroundings.RENDERED)
    provider = github.Provider("github", owner=catalog.organization, base_url=url, write_delay_ms=1)
    options = pulumi.ResourceOptions(providers=[provider])
    teams = OrganizationTeams("teams", teams=catalog.teams, existing=existing, opts=options)
    home = GitHubHome(
        url=url,
        api_url=organization.api_url(url),
        organization=catalog.organization,
        manage=True,
        protect=False,
        teams=teams.ids,
        secrets=secrets,
    )
    for repository in managed:
        ServiceRepository(
            logical_name(repository.short_name),
            repository=repository,
            settings=catalog.managed_settings(repository),
            home=home,
            adoption=adoptions[repository.name],
            source=f"{surroundings.RENDERED}/{repository.name}",
            opts=options,
        )


main()
