"""What must hold within the settings of one repository."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel

from catalog.errors import did_you_mean, shown
from catalog.repository_settings import (
    BranchRules,
    Environment,
    Features,
    Merging,
    RepositorySettings,
    Security,
    TagRules,
)

Path = tuple[str, ...]
"""The keys that lead to a setting."""

# Of every new repository; what else there is may be left out.
_COMPLETE: Mapping[str, type[BaseModel] | None] = {
    "visibility": None,
    "default_branch": None,
    "features": Features,
    "merging": Merging,
    "security": Security,
}
# Complete where there is one.
_RULESETS: Mapping[str, type[BaseModel]] = {"branch_rules": BranchRules, "tag_rules": TagRules}
# What a thing of these maps needs; an environment needs nothing.
_NEEDED: Mapping[str, Path] = {"labels": ("color",), "webhooks": ("url", "events")}

# GitHub makes these with every new repository, and refuses a second one.
# https://docs.github.com/en/issues/using-labels-and-milestones-to-track-work/managing-labels#about-default-labels
GITHUB_LABELS = frozenset(
    {
        "bug",
        "documentation",
        "duplicate",
        "enhancement",
        "good first issue",
        "help wanted",
        "invalid",
        "question",
        "wontfix",
    }
)
# https://docs.github.com/en/rest/repos/repos#update-a-repository
_SQUASHED = {"PR_TITLE": ("PR_BODY", "COMMIT_MESSAGES", "BLANK"), "COMMIT_OR_PR_TITLE": ("COMMIT_MESSAGES",)}


@dataclass(frozen=True)
class Mistake:
    """What is wrong with one repository's settings.

    Attributes:
        reason: what is wrong, and what to write instead.
        paths: the setting to blame; of several, which contradict each other, the one in the uppermost layer.
    """

    reason: str
    paths: tuple[Path, ...]


Mistakes = Iterator[Mistake]


def mistakes(
    settings: RepositorySettings, managed: RepositorySettings, *, new: bool, teams: frozenset[str]
) -> Mistakes:
    """Everything that is wrong with one repository's settings.

    Args:
        settings: all layers together.
        managed: what of them the program gives the repository.
        new: whether the program makes the repository.
        teams: slugs of the catalog's teams.
    """
    yield from _missing(managed, new)
    yield from _unknown_teams(settings, managed, teams)
    yield from _labels(managed, new)
    if new:
        yield from _access(settings, teams)
        yield from _merging(settings)
        yield from _security(settings)


def _missing(settings: RepositorySettings, new: bool) -> Mistakes:
    for key, model in _COMPLETE.items() if new else ():
        value = getattr(settings, key)
        for path in [(key,)] if value is None else [(key, name) for name in _unset(value, model)]:
            reason = f"'{'.'.join(path)}' is missing; every setting has to be given for the organisation"
            yield Mistake(reason, (path,))
    for key, model in _RULESETS.items():
        for name in _unset(getattr(settings, key), model):
            reason = f"'{key}.{name}' is missing; a ruleset has to be complete, or {key} null"
            yield Mistake(reason, ((key, name),))
    for key, needed in _NEEDED.items():
        for name, thing in _items(settings, key):
            for part in needed:
                if getattr(thing, part) is None:
                    reason = f"'{part}' of {shown(name)} is missing; write it, or null instead of {shown(name)}'s keys"
                    yield Mistake(reason, ((key, name),))


def _unset(value: BaseModel | None, model: type[BaseModel] | None) -> list[str]:
    return [name for name in (model.model_fields if value and model else ()) if getattr(value, name) is None]


def _items(settings: RepositorySettings, key: str) -> list[tuple[str, Any]]:
    return list(cast("Mapping[str, Any]", getattr(settings, key) or {}).items())


def _unknown_teams(settings: RepositorySettings, managed: RepositorySettings, teams: frozenset[str]) -> Mistakes:
    named: list[tuple[Path, str]] = [(("teams", slug), slug) for slug, _ in _items(managed, "teams")]
    if settings.owner:
        named.append((("owner",), settings.owner))
    else:
        yield Mistake("'owner' is missing; every repository has a team that owns it", (("owner",),))
    for path, environment in _environments(managed):
        named += [((*path, "reviewers"), slug) for slug in environment.reviewers or ()]
    for path, slug in named:
        if slug not in teams:
            hint = did_you_mean(slug, teams) or "; name another, or add it under the catalog's 'teams'"
            yield Mistake(f"{shown(slug)} is no team of this catalog{hint}", (path,))


def _labels(settings: RepositorySettings, new: bool) -> Mistakes:
    seen: dict[str, str] = {}
    for name, _ in _items(settings, "labels"):
        other = seen.setdefault(name.lower(), name)
        if other != name:
            reason = f"the labels {shown(other)} and {shown(name)} are one on GitHub; remove one"
            yield Mistake(reason, (("labels", name), ("labels", other)))
        if new and name.lower() in GITHUB_LABELS:
            reason = f"GitHub itself gives every new repository {shown(name)}; choose another name"
            yield Mistake(reason, (("labels", name),))


def _access(settings: RepositorySettings, teams: frozenset[str]) -> Mistakes:
    granted = settings.teams or {}
    owner = settings.owner
    if owner in teams and owner and granted.get(owner) not in ("push", "maintain", "admin"):
        reason = f"{shown(owner)} cannot own code that it may not write; give it 'push', 'maintain' or 'admin'"
        yield Mistake(f"{reason} under 'teams'", (("owner",), ("teams", owner)))
    for path, environment in _environments(settings):
        for slug in environment.reviewers or ():
            if slug in teams and slug not in granted:
                reason = f"{shown(slug)} cannot approve what it may not read; add it under the repository's 'teams'"
                yield Mistake(reason, ((*path, "reviewers"), ("teams", slug)))


def _environments(settings: RepositorySettings) -> Iterator[tuple[Path, Environment]]:
    for name, environment in _items(settings, "environments"):
        yield ("environments", name), environment


def _merging(settings: RepositorySettings) -> Mistakes:
    merging, rules = settings.merging, settings.branch_rules
    if merging is None or None in (merging.squash, merging.rebase, merging.merge_commit):
        return
    methods = tuple(("merging", name) for name in ("squash", "rebase", "merge_commit"))
    linear = merging.squash or merging.rebase
    if not linear and not merging.merge_commit:
        yield Mistake("nothing can be merged; allow 'squash', 'rebase' or 'merge_commit'", methods)
    elif rules and rules.linear_history and not linear:
        reason = "a linear history has no merge commits, so nothing can be merged; allow 'squash' or 'rebase'"
        yield Mistake(reason, (("branch_rules", "linear_history"), *methods))
    messages = _SQUASHED.get(merging.squash_title or "", ())
    if messages and merging.squash_message and merging.squash_message not in messages:
        reason = f"with the title {merging.squash_title} GitHub takes only {', '.join(messages)}"
        paths = (("merging", "squash_message"), ("merging", "squash_title"))
        yield Mistake(f"{reason}, not {merging.squash_message}", paths)


def _security(settings: RepositorySettings) -> Mistakes:
    security = settings.security
    for upper, lower in (("security_updates", "vulnerability_alerts"), ("push_protection", "secret_scanning")):
        if getattr(security, upper, False) and getattr(security, lower, None) is False:
            yield Mistake(f"'{upper}' needs '{lower}: true'", (("security", upper), ("security", lower)))
