"""The values of the repositories' Actions secrets and webhooks, out of the stack's configuration.

The catalog names them; `pulumi config set --secret --path actionsSecrets.deploy-token` asks for one. They are secret
from here on and never part of a message.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import pulumi

from catalog.model import Catalog, Repository
from components.configuration import read_object

KEY = "actionsSecrets"
ActionsSecrets = Mapping[str, pulumi.Output[str]]


def load(config: pulumi.Config, catalog: Catalog, repositories: Iterable[Repository]) -> ActionsSecrets:
    """Reads the values that the repositories' settings name.

    Args:
        config: of the project.
        catalog: the whole catalog.
        repositories: those of it that are managed.

    Returns:
        By the catalog's name of the value.

    Raises:
        pulumi.RunError: with every missing or wrong one at once.
    """
    used: dict[str, list[str]] = {}
    for repository in repositories:
        for key in _named(catalog, repository):
            used.setdefault(key, []).append(repository.name)
    given = read_object(config, KEY, lambda value: _problems(value, used))
    return {key: pulumi.Output.secret(given[key]) for key in used}


def _named(catalog: Catalog, repository: Repository) -> Iterator[str]:
    settings = catalog.managed_settings(repository)
    yield from dict.fromkeys(key for key in (settings.secrets or {}).values() if key)
    yield from (hook.secret for hook in (settings.webhooks or {}).values() if hook and hook.secret)


def _problems(given: Any, used: Mapping[str, list[str]]) -> Iterator[str]:
    if given is not None and not isinstance(given, Mapping):
        yield ": write each value below its name, as in `actionsSecrets.deploy-token`"
        return
    values = cast("Mapping[str, Any]", given or {})
    for key, repositories in used.items():
        command = f"`pulumi config set --secret --path 'pyairtable:{KEY}.{key}'`"
        if key not in values:
            more = f" and {len(repositories) - 1} more" if len(repositories) > 1 else ""
            yield f".{key}: is missing; {repositories[0]}{more} needs it; set it with {command}"
        elif not isinstance(values[key], str) or not values[key]:
            yield f".{key}: its value is no text; set it with {command}"
