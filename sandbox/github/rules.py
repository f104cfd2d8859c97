"""What rulesets forbid: moving protected refs directly, and merging before the conditions are met."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from sandbox.github.body import Body
from sandbox.github.errors import ApiError, rule_violation
from sandbox.github.git_repository import HEADS, PULLS
from sandbox.github.repository import Repository
from sandbox.github.tokens import Actor
from sandbox.github.world import World

REPOSITORY_ADMIN_ROLE = 5  # the number that the ruleset API gives the administrators of a repository

# What a rule says about a direct change of an existing ref; `non_fast_forward` is told apart in the code.
REFUSALS = {
    "pull_request": "Changes must be made through a pull request.",
    "update": "Cannot update this protected ref.",
    "required_status_checks": "Required status checks are expected.",
}


@dataclass(frozen=True)
class RefChange:
    """A ref that someone wants to create, move or, with `new=None`, delete; `ref` is its full name."""

    world: World
    repository: Repository
    ref: str
    new: str | None
    actor: Actor


def active_rules(world: World, repository: Repository, ref: str, actor: Actor, *, by_pull_request: bool) -> list[Body]:
    """The rules that bind this actor on this ref, of all active rulesets."""
    rulesets = [Body(fields) for fields in world.database.all(repository.id, "ruleset")]
    return [
        rule
        for ruleset in rulesets
        if ruleset.text("enforcement") == "active"
        and _covers(ruleset, repository, ref)
        and not _bypasses(ruleset, actor, by_pull_request)
        for rule in ruleset.objects("rules")
    ]


def check(change: RefChange, status: int = 422) -> None:
    """Refuses a direct push, ref update or content write that a ruleset forbids, and any of a pull request's own ref.

    Args:
        status: 422 for ref routes, 409 for content routes.

    Raises:
        ApiError: what github.com answers, naming the rule.
    """
    if change.ref.startswith(PULLS):
        raise ApiError(422, "deny updating a hidden ref")
    for rule in active_rules(change.world, change.repository, change.ref, change.actor, by_pull_request=False):
        complaint = _complaint(change, rule.text("type"))
        if complaint is not None:
            raise rule_violation(status, complaint)


def _complaint(change: RefChange, kind: str) -> str | None:
    git = change.world.git(change.repository.id)
    old = git.ref(change.ref)
    if old is None:
        return "Cannot create ref due to creations being restricted." if kind == "creation" else None
    if change.new is None:
        what = "branch" if change.ref.startswith(HEADS) else "tag"
        return f"Cannot delete this {what}" if kind == "deletion" else None
    if kind == "non_fast_forward":
        return None if git.is_ancestor(old, change.new) else "Cannot force-push to this branch"
    return REFUSALS.get(kind)


def _covers(ruleset: Body, repository: Repository, ref: str) -> bool:
    if (ruleset.optional_text("target") or "branch") != ("branch" if ref.startswith(HEADS) else "tag"):
        return False
    conditions = ruleset.object("conditions")
    names = conditions.object("ref_name") if conditions else None
    if names is None:
        return False

    def matches(pattern: str) -> bool:
        if pattern == "~ALL":
            return True
        if pattern == "~DEFAULT_BRANCH":
            return ref == HEADS + repository.default_branch
        return fnmatchcase(ref, pattern)

    return any(map(matches, names.texts("include"))) and not any(map(matches, names.texts("exclude")))


def _bypasses(ruleset: Body, actor: Actor, by_pull_request: bool) -> bool:
    if not actor.admin:
        return False
    for bypass in ruleset.objects("bypass_actors"):
        kind, number = bypass.optional_text("actor_type"), bypass.fields.get("actor_id")
        named = kind == "OrganizationAdmin" or (kind == "RepositoryRole" and number == REPOSITORY_ADMIN_ROLE)
        if named and (by_pull_request or bypass.optional_text("bypass_mode") != "pull_request"):
            return True
    return False
