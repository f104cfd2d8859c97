"""Commits: list, read, compare, with statuses and check runs."""

from sandbox.github.call import Call, Reply, counted_page, page
from sandbox.github.commits import changed_files, show_commit
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, invalid, not_found
from sandbox.github.git_repository import HEADS
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()


def _sha(call: Call, name: str) -> str:
    sha = call.git.resolve(name)
    if sha is None:
        raise ApiError(422, f"No commit found for SHA: {name}")
    return sha


@routes.on_repository("GET", "/commits")
def commits(call: Call) -> Reply:
    """The history of a branch, newest first, also of one path or person."""
    if not call.git.refs(HEADS):
        raise ApiError(409, "Git Repository is empty.")
    name = call.query.get("sha") or call.repository.default_branch
    start = call.git.resolve(name)
    if start is None:
        raise not_found()
    history = call.git.history(start, path=call.query.get("path"))
    who = call.query.get("author")
    shown = [show_commit(commit, call.api, call.page) for commit in history]
    return page(call, [c for c in shown if who is None or who in c["commit"]["author"].values()])


@routes.on_repository("GET", "/compare/{basehead:path}")
def compare(call: Call) -> Reply:
    """What `head` has that `base` has not: `main...feature`."""
    names = call.path["basehead"].split("...")
    if len(names) != 2:
        raise not_found()
    base, head = (_resolve_or_missing(call, name.rpartition(":")[2]) for name in names)
    ancestor = call.git.merge_base(base, head)
    if ancestor is None:
        raise ApiError(404, f"No common ancestor between {names[0]} and {names[1]}.")
    ahead = call.git.history(head, exclude=[base])
    behind = call.git.history(base, exclude=[head])
    status = {(False, False): "identical", (True, False): "ahead", (False, True): "behind"}.get(
        (bool(ahead), bool(behind)), "diverged"
    )
    shown = [show_commit(commit, call.api, call.page) for commit in reversed(ahead)]
    return Reply(
        200,
        {
            "url": f"{call.api}/compare/{call.path['basehead']}",
            "html_url": f"{call.page}/compare/{call.path['basehead']}",
            "status": status,
            "ahead_by": len(ahead),
            "behind_by": len(behind),
            "total_commits": len(ahead),
            "base_commit": _show(call, base),
            "merge_base_commit": _show(call, ancestor),
            "commits": shown,
            "files": changed_files(call.git, ancestor, head),
        },
    )


@routes.on_repository("POST", "/statuses/{sha}")
def create_status(call: Call) -> Reply:
    """Reports a commit's status under a context such as `ci/test`."""
    sha, state = _sha(call, call.path["sha"]), call.body.text("state")
    if state not in ("error", "failure", "pending", "success"):
        raise invalid("Status", "state", "inclusion")
    context = call.body.optional_text("context") or "default"
    status = {
        "id": call.database.next_number("status"),
        "state": state,
        "context": context,
        "description": call.body.optional_text("description"),
        "target_url": call.body.optional_text("target_url"),
        "created_at": now(),
        "updated_at": now(),
    }
    call.database.put(call.repository.id, "status", f"{sha} {context}", {**status, "sha": sha})
    return Reply(201, status)


@routes.on_repository("GET", "/commits/{ref:path}/status")
def combined_status(call: Call) -> Reply:
    """All contexts of a commit and what they amount to."""
    sha = _sha(call, call.path["ref"])
    statuses = [s for s in call.database.all(call.repository.id, "status") if s["sha"] == sha]
    states = {str(status["state"]) for status in statuses}
    failed = states & {"error", "failure"}
    state = "failure" if failed else "pending" if not states or "pending" in states else "success"
    return Reply(200, {"state": state, "sha": sha, "total_count": len(statuses), "statuses": statuses})


@routes.on_repository("GET", "/commits/{ref:path}/check-runs")
def check_runs(call: Call) -> Reply:
    """Statuses come as statuses only; no check runs here."""
    _sha(call, call.path["ref"])
    return counted_page(call, "check_runs", [])


@routes.on_repository("GET", "/commits/{ref:path}")
def commit(call: Call) -> Reply:
    """One commit with the files it changes."""
    sha = _sha(call, call.path["ref"])
    shown = _show(call, sha)
    parents = shown["parents"]
    files = changed_files(call.git, parents[0]["sha"] if parents else None, sha)
    added, removed = (sum(int(file[key]) for file in files) for key in ("additions", "deletions"))
    stats = {"additions": added, "deletions": removed, "total": added + removed}
    return Reply(200, {**shown, "stats": stats, "files": files})


def _resolve_or_missing(call: Call, name: str) -> str:
    sha = call.git.resolve(name)
    if sha is None:
        raise not_found()
    return sha


def _show(call: Call, sha: str) -> Json:
    found = call.git.commit(sha)
    if found is None:
        raise ApiError(422, f"No commit found for SHA: {sha}")
    return show_commit(found, call.api, call.page)
