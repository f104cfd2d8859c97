"""Pull requests: open, read, change, review."""

from sandbox.github.call import Call, Reply, page
from sandbox.github.commits import changed_files, show_commit
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, invalid
from sandbox.github.git_repository import HEADS, pull_head
from sandbox.github.issues import change, find, new_issue, save, show_issue
from sandbox.github.merging import mergeable
from sandbox.github.repository import show_organisation, show_user
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()


def tips(call: Call, pull: Json) -> tuple[str, str]:
    """The commits of base and head: of now while it is open, as they were when it was closed or merged."""
    base = pull.get("base_sha") or call.git.branch(pull["base_ref"]) or ""
    return base, pull.get("head_sha") or call.git.branch(pull["head_ref"]) or pull["first_head"]


def show_pull(call: Call, issue: Json, whole: bool = False) -> Json:
    """The form of the pull request routes; `whole` adds what takes a merge to find out."""
    pull, shown = issue["pull"], show_issue(call, issue)
    base, head = tips(call, pull)
    del shown["pull_request"]
    shown |= {
        "url": f"{call.api}/pulls/{issue['number']}",
        "issue_url": f"{call.api}/issues/{issue['number']}",
        "draft": pull["draft"],
        "merged_at": pull.get("merged_at"),
        "merge_commit_sha": pull.get("merge_commit"),
        "head": _end(call, pull["head_ref"], head),
        "base": _end(call, pull["base_ref"], base),
        "requested_reviewers": [],
        "requested_teams": [],
        "auto_merge": None,
    }
    if whole:
        start = call.git.merge_base(base, head) if base else None
        files = changed_files(call.git, start, head)
        clean = issue["state"] == "open" and mergeable(call.git, base, head)
        shown |= {
            "merged": bool(pull.get("merged_at")),
            "mergeable": clean if issue["state"] == "open" else None,
            "mergeable_state": "clean" if clean else "dirty" if issue["state"] == "open" else "unknown",
            "commits": len(call.git.history(head, exclude=[base] if base else [])),
            "changed_files": len(files),
            "additions": sum(int(each["additions"]) for each in files),
            "deletions": sum(int(each["deletions"]) for each in files),
        }
    return shown


def _end(call: Call, ref: str, sha: str) -> Json:
    owner = call.world.owner
    return {
        "ref": ref,
        "sha": sha,
        "label": f"{owner}:{ref}",
        "user": show_organisation(owner, call.world.url),
        "repo": call.repository.show(owner, call.world.url),
    }


def _branch(call: Call, name: str) -> str:
    return name.removeprefix(f"{call.world.owner}:")


def _ordered(call: Call, issues: list[Json]) -> list[Json]:
    sort = call.query.get("sort", "created")
    if sort not in ("created", "updated"):  # by popularity or age is beyond this
        raise invalid("PullRequest", "sort", "invalid")
    descending = call.query.get("direction", "desc" if sort == "created" else "asc") == "desc"
    return sorted(issues, key=lambda issue: (issue[f"{sort}_at"], issue["number"]), reverse=descending)


@routes.on_repository("GET", "/pulls")
def pulls(call: Call) -> Reply:
    """Pull requests; `state`, `head` and `base` select, `sort` and `direction` order, by default the newest first."""
    state = call.query.get("state", "open")
    head, base = (_branch(call, call.query.get(name, "")) for name in ("head", "base"))
    found = [
        show_pull(call, issue)
        for issue in _ordered(call, call.database.all(call.repository.id, "issue"))
        if issue["pull"]
        and state in ("all", issue["state"])
        and head in ("", issue["pull"]["head_ref"])
        and base in ("", issue["pull"]["base_ref"])
    ]
    return page(call, found)


@routes.on_repository("POST", "/pulls")
def create(call: Call) -> Reply:
    """Proposes a branch; there must be something to merge and no other open request for it."""
    head, base = _branch(call, call.body.text("head")), _branch(call, call.body.text("base"))
    head_sha, base_sha = call.git.branch(head), call.git.branch(base)
    if head_sha is None or base_sha is None:
        raise invalid("PullRequest", "head" if head_sha is None else "base", "invalid")
    for issue in call.database.all(call.repository.id, "issue"):
        pull = issue["pull"]
        if pull and issue["state"] == "open" and (pull["head_ref"], pull["base_ref"]) == (head, base):
            message = f"A pull request already exists for {call.world.owner}:{head}."
            raise invalid("PullRequest", "head", "custom", message)
    if call.git.is_ancestor(head_sha, base_sha):
        raise invalid("PullRequest", "head", "custom", f"No commits between {base} and {head}")
    pull = {"head_ref": head, "base_ref": base, "first_head": head_sha, "draft": call.body.flag("draft")}
    issue = new_issue(call, pull)
    call.git.point(pull_head(issue["number"]), head_sha)
    return Reply(201, show_pull(call, issue, whole=True))


@routes.on_repository("GET", "/pulls/{number}")
def read(call: Call) -> Reply:
    """One pull request."""
    return Reply(200, show_pull(call, find(call, pull=True), whole=True))


@routes.on_repository("PATCH", "/pulls/{number}")
def update(call: Call) -> Reply:
    """Changes title, body, state or base."""
    issue = find(call, pull=True)
    changed = change(call, issue)
    pull = dict(issue["pull"])
    base = call.body.optional_text("base")
    if base is not None:
        if call.git.ref(HEADS + base) is None:
            raise invalid("PullRequest", "base", "invalid")
        pull["base_ref"] = base
    if changed["state"] == "open" and pull.get("merged_at"):
        raise ApiError(422, "Pull request is merged and cannot be reopened.")
    if (issue["state"], changed["state"]) == ("closed", "open") and call.git.branch(pull["head_ref"]) is None:
        raise invalid("PullRequest", "state", "custom", "state cannot be changed. The branch was deleted.")
    if changed["state"] == "closed" and issue["state"] == "open":
        pull["head_sha"] = tips(call, pull)[1]
    elif changed["state"] == "open" and pull.pop("head_sha", None):
        call.git.point(pull_head(issue["number"]), tips(call, pull)[1])  # what was pushed while it was closed
    return Reply(200, show_pull(call, save(call, {**changed, "pull": pull}), whole=True))


@routes.on_repository("GET", "/pulls/{number}/files")
def files(call: Call) -> Reply:
    """The files that a pull request changes."""
    base, head = tips(call, find(call, pull=True)["pull"])
    return page(call, changed_files(call.git, call.git.merge_base(base, head), head))


@routes.on_repository("GET", "/pulls/{number}/commits")
def commits(call: Call) -> Reply:
    """The commits of a pull request, oldest first."""
    base, head = tips(call, find(call, pull=True)["pull"])
    history = call.git.history(head, exclude=[base])
    return page(call, [show_commit(commit, call.api, call.page) for commit in reversed(history)])


@routes.on_repository("GET", "/pulls/{number}/reviews")
def reviews(call: Call) -> Reply:
    """The reviews, oldest first."""
    return page(call, call.database.all(call.repository.id, f"review of {find(call, pull=True)['number']}"))


@routes.on_repository("POST", "/pulls/{number}/reviews")
def review(call: Call) -> Reply:
    """Approves or asks for changes; nobody approves their own pull request."""
    issue = find(call, pull=True)
    event = call.body.optional_text("event") or "COMMENT"
    states = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}
    if event not in states:
        raise invalid("PullRequestReview", "event", "invalid")
    if event == "APPROVE" and issue["author"][0] == call.actor.login:
        raise ApiError(422, "Unprocessable Entity: Can not approve your own pull request")
    entry: Json = {
        "id": call.database.next_number("review"),
        "user": show_user(call.actor.login, call.actor.id, call.world.url),
        "body": call.body.optional_text("body") or "",
        "state": states[event],
        "commit_id": tips(call, issue["pull"])[1],
        "submitted_at": now(),
    }
    call.database.put(call.repository.id, f"review of {issue['number']}", entry["id"], entry)
    return Reply(200, entry)
