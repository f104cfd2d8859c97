"""Addresses that GitHub calls."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_github as github
from github.Repository import Repository

from catalog.repository_settings import RepositorySettings, Webhook
from components.repository_settings.target import Target

TYPE = "github:index/repositoryWebhook:RepositoryWebhook"


def wanted(prefix: str, settings: RepositorySettings) -> dict[str, Webhook]:
    """The webhooks by logical name."""
    return {f"{prefix}-webhook-{name}": hook for name, hook in (settings.webhooks or {}).items() if hook}


def register(target: Target, settings: RepositorySettings) -> None:
    """Registers the webhooks."""
    for logical, hook in wanted(target.prefix, settings).items():
        github.RepositoryWebhook(
            logical,
            repository=target.repository,
            active=hook.active is not False,
            events=sorted(hook.events or ()),
            configuration=github.RepositoryWebhookConfigurationArgs(
                url=hook.url or "",
                content_type="json",
                insecure_ssl=False,
                secret=pulumi.Output.secret(target.secrets[hook.secret]) if hook.secret else None,
            ),
            opts=target.options(logical),
        )


def kept(repository: Repository, prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """What to import after the repository's name, by logical name, of the webhooks that GitHub has."""
    # PyGithub does not say what a configuration holds.
    ids = {_url(hook.raw_data): hook.id for hook in repository.get_hooks()}
    return {logical: f"/{ids[hook.url]}" for logical, hook in wanted(prefix, settings).items() if hook.url in ids}


def _url(hook: Mapping[str, Any]) -> str | None:
    return hook["config"].get("url")
