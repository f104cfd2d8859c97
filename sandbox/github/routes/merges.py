"""Merging a pull request, under the repository's merge settings and rulesets."""

from sandbox.github.body import Body
from sandbox.github.call import Call, Reply
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, not_found, rule_violation
from sandbox.github.git_repository import HEADS
from sandbox.github.issues import find, save
from sandbox.github.merging import ConflictError, join
from sandbox.github.pushes import move
from sandbox.github.routes.pulls import tips
from sandbox.github.routing import Routes
from sandbox.github.rules import active_rules
from sandbox.github.timestamps import now

routes = Routes()

ALLOWED_BY = {"merge": "allow_merge_commit", "squash": "allow_squash_merge", "rebase": "allow_rebase_merge"}


@routes.on_repository("GET", "/pulls/{number}/merge")
def merged(call: Call) -> Reply:
    """204 when merged, else 404."""
    if not find(call, pull=True)["pull"].get("merged_at"):
        raise not_found()
    return Reply(204)


@routes.on_repository("PUT", "/pulls/{number}/merge")
def merge(call: Call) -> Reply:
    """Merges; the rules for the base branch must be met."""
    issue = find(call, pull=True)
    pull, settings = issue["pull"], call.repository.settings
    method = call.body.optional_text("merge_method") or "merge"
    if issue["state"] != "open" or pull["draft"]:
        raise ApiError(405, "Pull Request is not mergeable")
    if method in ALLOWED_BY and not settings[ALLOWED_BY[method]]:
        raise ApiError(405, f"{method.capitalize()} merges are not allowed on this repository.")
    base, head = tips(call, pull)
    if call.body.optional_text("sha") not in (None, head):
        raise ApiError(409, "Head branch was modified. Review and try the merge again.")
    _check_rules(call, issue, head)
    title = call.body.optional_text("commit_title") or _title(call, issue, method)
    message = "\n\n".join(part for part in (title, call.body.optional_text("commit_message")) if part)
    try:
        sha = join(call.git, method, base, head, message=message, actor=call.actor)
    except ConflictError:
        raise ApiError(405, "Pull Request is not mergeable") from None
    move(call.world, call.repository, HEADS + pull["base_ref"], sha)
    done = {"merged_at": now(), "merge_commit": sha, "head_sha": head, "base_sha": base}
    save(call, {**issue, "state": "closed", "closed_at": now(), "updated_at": now(), "pull": {**pull, **done}})
    if settings["delete_branch_on_merge"] and pull["head_ref"] != call.repository.default_branch:
        move(call.world, call.world.by_id(call.repository.id), HEADS + pull["head_ref"], None)
    return Reply(200, {"sha": sha, "merged": True, "message": "Pull Request successfully merged"})


def _title(call: Call, issue: Json, method: str) -> str:
    if method == "squash":
        return f"{issue['title']} (#{issue['number']})"
    source = f"{call.world.owner}/{issue['pull']['head_ref']}"
    return f"Merge pull request #{issue['number']} from {source}\n\n{issue['title']}"


def _check_rules(call: Call, issue: Json, head: str) -> None:
    ref = HEADS + issue["pull"]["base_ref"]
    for rule in active_rules(call.world, call.repository, ref, call.actor, by_pull_request=True):
        wanted = rule.object("parameters") or Body({})
        if rule.text("type") == "pull_request":
            missing = int(wanted.fields.get("required_approving_review_count") or 0) - _approvals(call, issue)
            if missing > 0:
                raise rule_violation(405, f"At least {missing} approving review is required by reviewers.")
        if rule.text("type") == "required_status_checks":
            contexts = {each.text("context") for each in wanted.objects("required_status_checks")}
            expected = contexts - _passed(call, head)
            if expected:
                raise rule_violation(405, f"Required status check {', '.join(sorted(expected))} is expected.")


def _approvals(call: Call, issue: Json) -> int:
    last: dict[str, str] = {}
    for review in call.database.all(call.repository.id, f"review of {issue['number']}"):
        if review["state"] != "COMMENTED":
            last[review["user"]["login"]] = review["state"]
    return list(last.values()).count("APPROVED")


def _passed(call: Call, sha: str) -> set[str]:
    statuses = call.database.all(call.repository.id, "status")
    return {str(each["context"]) for each in statuses if each["sha"] == sha and each["state"] == "success"}
