"""Each repository's settings on GitHub are what the catalog says: merge rules, protection, labels, teams and so on."""

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import github
from github.Repository import Repository as GitHubRepository

from catalog import Catalog, Repository
from catalog.repository_settings import RepositorySettings
from components.organization import MARK, reason
from components.repository_settings.rulesets import BRANCH, TAGS
from verify.result import Result

Json = Mapping[str, Any]
# GitHub's word for what a team may do, by the word that grants it.
_ROLES = {"pull": "read", "push": "write"}


def check(client: github.Github, catalog: Catalog, names: Collection[str]) -> Iterator[Result]:
    """Checks the settings that the program manages.

    Args:
        client: of GitHub's API, lazy.
        catalog: what they should be.
        names: of the repositories that are deployed.
    """
    wanted = [entry for entry in catalog.repositories if entry.name in names]

    def one(entry: Repository) -> list[Result]:
        found = client.get_repo(f"{catalog.organization}/{entry.name}")
        return list(_settings(_Found(found), entry, catalog.managed_settings(entry)))

    with ThreadPoolExecutor(max_workers=4) as pool:
        for results in pool.map(one, wanted):
            yield from results


@dataclass(frozen=True)
class _Found:
    """A repository on GitHub; what it has is asked when it is looked at."""

    repository: GitHubRepository

    def get(self, path: str = "") -> Any:
        """The answer to a GET below the repository; None for 404."""
        try:
            _, answer = self.repository.requester.requestJsonAndCheck("GET", self.repository.url + path)
        except github.UnknownObjectException:
            return None
        return answer

    def named(self, path: str, key: str = "", name: str = "name") -> dict[str, Any]:
        """What a list has, by name."""
        answer = self.get(f"{path}?per_page=100")
        entries: list[dict[str, Any]] = (answer and answer.get(key) if key else answer) or []
        return {each[name]: each for each in entries}

    @cached_property
    def own(self) -> Json:
        """Its own fields."""
        return self.get() or {}


def _settings(found: _Found, entry: Repository, settings: RepositorySettings) -> Iterator[Result]:
    checks: tuple[tuple[str, Callable[[_Found, RepositorySettings], str]], ...] = (
        ("is merged into as the catalog says", _fields),
        ("has a protected default branch", _branch),
        ("has releases that nobody moves or deletes", _tags),
        ("has its labels", _labels),
        ("has its teams", _teams),
        ("has its deployment environments", _environments),
        ("has its Actions variables and secrets", _actions),
        ("has its webhooks", _webhooks),
        ("is watched by Dependabot", _security),
    )
    try:
        if entry.origin == "new":
            marked = {MARK, entry.kind, entry.language, *(settings.topics or ())} <= set(found.own.get("topics", ()))
            yield Result(entry.name, "has its topics", "" if marked else f"it has {found.own.get('topics')}")
        for fact, problem in checks:
            yield Result(entry.name, fact, problem(found, settings))
    except github.GithubException as error:
        yield Result(entry.name, "shows its settings", reason(error))


def _different(wanted: Json, found: Json) -> str:
    """The first value that is not as it should be; one that nobody wants anything of is None."""
    for name, value in wanted.items():
        if value is not None and found.get(name) != value:
            return f"{name} is {found.get(name)!r} instead of {value!r}"
    return ""


def _fields(found: _Found, settings: RepositorySettings) -> str:
    wanted: dict[str, Any] = {"visibility": settings.visibility, "default_branch": settings.default_branch}
    if features := settings.features:
        wanted |= {f"has_{name}": getattr(features, name) for name in ("issues", "projects", "wiki", "discussions")}
    if merging := settings.merging:
        wanted |= {
            "allow_squash_merge": merging.squash,
            "allow_merge_commit": merging.merge_commit,
            "allow_rebase_merge": merging.rebase,
            "allow_auto_merge": merging.auto_merge,
            "allow_update_branch": merging.update_branch,
            "delete_branch_on_merge": merging.delete_branch,
        }
        if merging.squash:
            wanted |= {
                "squash_merge_commit_title": merging.squash_title,
                "squash_merge_commit_message": merging.squash_message,
            }
    return _different(wanted, found.own)


def _branch(found: _Found, settings: RepositorySettings) -> str:
    rules = settings.branch_rules
    if rules is None:
        return ""
    present: list[dict[str, Any]] = _ruleset(found, BRANCH).get("rules", [])
    active: dict[str, Json] = {rule["type"]: rule.get("parameters") or {} for rule in present}
    expected = {
        "deletion": True,
        "non_fast_forward": True,
        "pull_request": True,
        "required_linear_history": rules.linear_history,
        "required_signatures": rules.signed_commits,
        "required_status_checks": bool(rules.required_checks),
    }
    missing = [name for name, wanted in expected.items() if bool(wanted) != (name in active)]
    if missing:
        return f"the rule {missing[0]} is {'on' if missing[0] in active else 'not on'}"
    checks: list[Json] = active.get("required_status_checks", {}).get("required_status_checks", [])
    if {check["context"] for check in checks} != set(rules.required_checks or ()):
        return f"the required checks are {sorted(check['context'] for check in checks)}"
    wanted = {
        "required_approving_review_count": rules.approvals,
        "dismiss_stale_reviews_on_push": rules.dismiss_stale_approvals,
        "require_code_owner_review": rules.code_owner_approval,
        "required_review_thread_resolution": rules.resolved_conversations,
    }
    return _different(wanted, active["pull_request"])


def _tags(found: _Found, settings: RepositorySettings) -> str:
    if settings.tag_rules is None:
        return ""
    ruleset = _ruleset(found, TAGS)
    active = {rule["type"] for rule in ruleset.get("rules", ())}
    if missing := sorted({"deletion", "update"} - active):
        return f"the rule {missing[0]} is not on"
    covered = set(ruleset["conditions"]["ref_name"]["include"])
    free = [pattern for pattern in settings.tag_rules.patterns or () if f"refs/tags/{pattern}" not in covered]
    return f"{free[0]} is not covered" if free else ""


def _ruleset(found: _Found, name: str) -> Json:
    """An active ruleset with its rules; empty when there is none."""
    number = found.named("/rulesets").get(name, {}).get("id")
    ruleset = found.get(f"/rulesets/{number}") if number else None
    return ruleset if ruleset and ruleset["enforcement"] == "active" else {}


def _labels(found: _Found, settings: RepositorySettings) -> str:
    present = found.named("/labels") if settings.labels else {}
    for name, label in (settings.labels or {}).items():
        if label and present.get(name, {}).get("color") != label.color:
            return f"{name} is missing" if name not in present else f"{name} has the colour {present[name]['color']}"
    return ""


def _teams(found: _Found, settings: RepositorySettings) -> str:
    present = found.named("/teams", name="slug") if settings.teams else {}
    for slug, permission in (settings.teams or {}).items():
        granted = present.get(slug, {}).get("permission")
        if permission and granted not in (permission, _ROLES.get(permission)):
            return f"{slug} may {granted or 'nothing'} instead of {permission}"
    return ""


def _environments(found: _Found, settings: RepositorySettings) -> str:
    present = found.named("/environments", "environments") if settings.environments else {}
    for name, environment in (settings.environments or {}).items():
        if environment is None:
            continue
        if name not in present:
            return f"{name} is missing"
        rules = {rule["type"]: rule for rule in present[name].get("protection_rules") or ()}
        reviewers = rules.get("required_reviewers", {}).get("reviewers", ())
        if len(reviewers) != len(environment.reviewers or ()):
            return f"{name} has {len(reviewers)} reviewers instead of {len(environment.reviewers or ())}"
        if environment.branches:
            allowed = found.named(f"/environments/{name}/deployment-branch-policies", "branch_policies")
            if not set(environment.branches) <= allowed.keys():
                return f"{name} may be deployed from {sorted(allowed) or 'nowhere'}"
    return ""


def _actions(found: _Found, settings: RepositorySettings) -> str:
    variables = found.named("/actions/variables", "variables") if settings.variables else {}
    for name, value in (settings.variables or {}).items():
        if value is not None and variables.get(name, {}).get("value") != value:
            return f"the variable {name} is {variables.get(name, {}).get('value')!r} instead of {value!r}"
    secrets = found.named("/actions/secrets", "secrets") if settings.secrets else {}
    lacking = [name for name, key in (settings.secrets or {}).items() if key and name not in secrets]
    return f"the secret {lacking[0]} is missing" if lacking else ""


def _webhooks(found: _Found, settings: RepositorySettings) -> str:
    if not settings.webhooks:
        return ""
    hooks = cast("list[dict[str, Any]]", found.get("/hooks?per_page=100") or [])
    events = {hook["config"].get("url"): set(hook["events"]) for hook in hooks}
    for name, hook in settings.webhooks.items():
        if hook and events.get(hook.url or "") != set(hook.events or ()):
            return f"{name} is called for {sorted(events.get(hook.url or '', ())) or 'nothing'}"
    return ""


def _security(found: _Found, settings: RepositorySettings) -> str:
    security = settings.security
    if security is None:
        return ""
    if security.security_updates is not None:
        answer = found.get("/automated-security-fixes")
        updates = bool(answer and answer["enabled"])
        if updates != security.security_updates:
            return f"security updates are {'on' if updates else 'off'}"
    if security.vulnerability_alerts is not None:
        try:
            on = found.repository.get_vulnerability_alert()
        except github.GithubException as error:
            return reason(error)
        if on != security.vulnerability_alerts:
            return f"vulnerability alerts are {'on' if on else 'off'}"
    return ""
