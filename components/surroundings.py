"""From settings and catalog to what every component needs, with everything outside asked once.

All that a person may have to mend (a wrong address, a missing token, a catalog that contradicts GitHub) is found here,
together, before the first resource is registered.
"""

from collections.abc import Sequence

import pulumi

from catalog import Catalog, CatalogError, Repository
from catalog import load as load_catalog
from components import (
    actions_secrets,
    content_writes,
    image_digests,
    kept_settings,
    organization,
    organization_teams,
    reachability,
    recorded,
    service_secrets,
)
from components.actions_secrets import ActionsSecrets
from components.image_digests import ImageDigests
from components.organization import Adoption
from components.platform_service import Surroundings
from components.service_image import ImageHome
from components.service_repository import GitHubHome
from components.service_secrets import ServiceSecrets
from components.settings import PROJECT, Settings
from rendering import RenderError, write
from updates.connection import budget_for

# Relative to the project: an absolute path would be a difference between two machines.
RENDERED = ".rendered"


def read_catalog(settings: Settings) -> Catalog:
    """The stack's catalog, checked against its configuration.

    Raises:
        pulumi.RunError: the catalog has mistakes, or the configuration names what it does not have.
    """
    try:
        catalog = load_catalog(settings.catalog_file)
    except CatalogError as error:
        raise pulumi.RunError(str(error)) from None
    file = f"Pulumi.{pulumi.get_stack()}.yaml"
    problems: list[str] = []
    if settings.environment not in catalog.environments:
        known = ", ".join(catalog.environments)
        problems.append(f"{file}: pyairtable:environment: '{settings.environment}' is none of the catalog's: {known}")
    last = catalog.phases[-1].number
    if settings.through_phase > last:
        problems.append(f"{file}: pyairtable:throughPhase: {settings.through_phase} is after the last phase, {last}")
    if problems:
        raise pulumi.RunError("\n".join(problems))
    return catalog


def gather(settings: Settings, catalog: Catalog) -> Surroundings:
    """Asks the cluster, the registry and GitHub, and renders the repositories.

    Raises:
        pulumi.RunError: something cannot be reached or contradicts the catalog; nothing has been changed then.
    """
    problems = reachability.problems(settings)
    secrets: ServiceSecrets = {}
    digests: ImageDigests = {}
    actions: ActionsSecrets = {}
    adoptions: dict[str, Adoption] = {}
    teams: dict[str, str] = {}
    managed = managed_by(settings, catalog)
    try:
        secrets = service_secrets.load(pulumi.Config(), catalog, settings.through_phase)
    except pulumi.RunError as error:
        problems.append(str(error))
    try:
        digests = image_digests.load(pulumi.Config(), catalog)
    except pulumi.RunError as error:
        problems.append(str(error))
    try:
        actions = actions_secrets.load(pulumi.Config(), catalog, managed)
    except pulumi.RunError as error:
        problems.append(str(error))
    try:
        adoptions, teams = on_github(settings, catalog, managed)
    except pulumi.RunError as error:
        problems.append(str(error))
    if problems:
        raise pulumi.RunError("\n".join(problems))
    rendered = _sources(catalog)
    api_url = organization.api_url(settings.github_url)
    content_writes.announce(budget_for(api_url), managed, adoptions, rendered)
    # A preview shows the rename; an update carries it out, once nothing is left that could refuse the update.
    if not pulumi.runtime.is_dry_run() and settings.repositories == "manage":
        client = organization.connect(settings.github_url, catalog.organization)
        adoptions = organization.rename(client, catalog.organization, adoptions)
    return Surroundings(
        catalog=catalog,
        environment=settings.environment,
        namespace=settings.namespace,
        github=GitHubHome(
            url=settings.github_url,
            api_url=api_url,
            organization=catalog.organization,
            manage=settings.repositories == "manage",
            protect=settings.protect_repositories,
            secrets=actions,
        ),
        images=ImageHome(
            registry=settings.registry,
            builder=settings.image_builder,
            secrets=settings.image_build_secrets,
            pinned=digests,
        ),
        adoptions=adoptions,
        teams=teams,
        sources=rendered,
        secrets=secrets,
        rollout_timeout_seconds=settings.rollout_timeout_seconds,
    )


def managed_by(settings: Settings, catalog: Catalog) -> list[Repository]:
    """The repositories that a stack manages on GitHub."""
    if settings.repositories == "reference":
        return []
    return [repository for repository in catalog.repositories if repository.phase <= settings.through_phase]


def on_github(
    settings: Settings, catalog: Catalog, managed: Sequence[Repository]
) -> tuple[dict[str, Adoption], dict[str, str]]:
    """How each repository comes under management, and the ids of the teams to take over.

    Raises:
        pulumi.RunError: GitHub does not answer, or contradicts the catalog.
    """
    if not managed:
        return {}, {}
    client = organization.connect(settings.github_url, catalog.organization)
    found = organization.existing(client, settings.github_url, catalog.organization)
    plan = organization.adoptions(managed, found)
    # A preview only reads, and may be run by anybody who can.
    beyond = [] if pulumi.runtime.is_dry_run() else organization.beyond_rights(managed, found)
    if beyond:
        raise pulumi.RunError("\n".join(beyond))
    state = recorded.read()
    known = state.of_type(organization_teams.TYPE)
    new = [slug for slug in catalog.teams if organization_teams.logical_name(slug) not in known]
    teams = organization.teams(client, catalog.organization, new) if new else {}
    # What a list of repositories already said, a lazy client would ask of each of them again.
    lazy = organization.connect(settings.github_url, catalog.organization, lazy=True)
    return kept_settings.find(lazy, catalog, managed, plan, state), teams


def _sources(catalog: Catalog) -> dict[str, str]:
    try:
        folders = write(catalog, PROJECT / RENDERED)
    except RenderError as error:
        raise pulumi.RunError(str(error)) from None
    return {name: folder.relative_to(PROJECT).as_posix() for name, folder in folders.items()}
