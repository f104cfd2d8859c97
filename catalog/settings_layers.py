"""A repository's settings, put together from their layers: organisation, kind, repository.

A new repository has all of them. An existing one keeps its own: of it, only what its own entry names is managed.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from catalog.overlay import Plain, overlay
from catalog.repository_settings import RepositorySettings

# A ruleset is one thing on GitHub, so naming a part of it manages the whole.
_WHOLE = frozenset({"branch_rules", "tag_rules"})


def resolve(layers: Sequence[RepositorySettings]) -> RepositorySettings:
    """Puts layers together, later over earlier."""
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = overlay(merged, layer.model_dump(exclude_unset=True))
    return RepositorySettings.model_validate(merged)


def named_in(own: RepositorySettings, resolved: RepositorySettings) -> RepositorySettings:
    """Of a repository's settings only those that its own entry names; of a label or the like the whole of it.

    Args:
        own: the layer of the repository's entry.
        resolved: all layers together.
    """
    complete = resolved.model_dump(exclude_unset=True)
    written = own.model_dump(exclude_unset=True)
    return RepositorySettings.model_validate(
        {key: _part(key, complete[key], value) for key, value in written.items() if complete.get(key) is not None}
    )


def _part(key: str, complete: Any, written: Any) -> Any:
    if key in _WHOLE or not isinstance(written, Mapping):
        return complete
    return {name: complete[name] for name in cast("Plain", written) if name in complete}


def allowed(settings: RepositorySettings) -> RepositorySettings:
    """Without what GitHub refuses for a repository of this visibility.

    Secret scanning is free in public repositories, and part of Advanced Security in others. A public repository always
    has Advanced Security; GitHub refuses the setting there.
    https://docs.github.com/en/rest/repos/repos#update-a-repository
    """
    security = settings.security
    if security is None:
        return settings
    dropped: set[str] = set()
    if settings.visibility == "public":
        dropped = {"advanced_security"}
    elif not security.advanced_security:
        dropped = {"secret_scanning", "push_protection", "advanced_security"}
    kept = security.model_copy(update=dict.fromkeys(dropped))
    return settings.model_copy(update={"security": kept})
