"""Issues and pull requests share one numbering and most of their fields; here they are kept and shown."""

from sandbox.github.call import Call
from sandbox.github.database import Json
from sandbox.github.errors import not_found
from sandbox.github.repository import show_user
from sandbox.github.timestamps import now

SHOWN = ("id", "number", "title", "body", "state", "created_at", "updated_at", "closed_at")


def new_issue(call: Call, pull: Json | None = None) -> Json:
    """Stores an issue from a request's title, body and labels; `pull` makes it a pull request."""
    repository = call.repository.id
    issue: Json = {
        "id": call.database.next_number("issue"),
        "number": call.database.next_number(f"issue of {repository}"),
        "title": call.body.text("title"),
        "body": call.body.optional_text("body"),
        "state": "open",
        "author": [call.actor.login, call.actor.id],
        "labels": call.body.texts("labels"),
        "created_at": now(),
        "updated_at": now(),
        "closed_at": None,
        "pull": pull,
    }
    return save(call, issue)


def save(call: Call, issue: Json) -> Json:
    """Stores a changed issue."""
    call.database.put(call.repository.id, "issue", issue["number"], issue)
    return issue


def find(call: Call, pull: bool = False) -> Json:
    """The issue in the path; with `pull` it must be a pull request.

    Raises:
        ApiError: 404.
    """
    issue = call.document("issue", call.number("number"))
    if pull and not issue["pull"]:
        raise not_found()
    return issue


def show_labels(call: Call, names: list[str]) -> list[Json]:
    """Labels by name; one that the repository does not have appears in github.com's grey."""
    shown: list[Json] = []
    for name in names:
        known = call.database.get(call.repository.id, "label", name)
        shown.append(known or {"name": name, "color": "ededed", "description": None})
    return shown


def show_issue(call: Call, issue: Json) -> Json:
    """The form of the issue routes."""
    number, login = issue["number"], issue["author"]
    kind = "pull" if issue["pull"] else "issues"
    shown = {
        **{key: issue[key] for key in SHOWN},
        "node_id": f"I_{issue['id']}",
        "user": show_user(login[0], login[1], call.world.url),
        "labels": show_labels(call, issue["labels"]),
        "assignee": None,
        "assignees": [],
        "milestone": None,
        "locked": False,
        "comments": len(call.database.all(call.repository.id, f"comment of {number}")),
        "url": f"{call.api}/issues/{number}",
        "html_url": f"{call.page}/{kind}/{number}",
    }
    if issue["pull"]:
        shown["pull_request"] = {"url": f"{call.api}/pulls/{number}", "html_url": shown["html_url"]}
    return shown


def change(call: Call, issue: Json) -> Json:
    """Applies the fields of a PATCH that issues and pull requests share."""
    changed = {**issue, "updated_at": now()}
    for name in ("title", "body"):
        if name in call.body:
            changed[name] = call.body.optional_text(name)
    if "labels" in call.body:
        changed["labels"] = call.body.texts("labels")
    state = call.body.optional_text("state")
    if state in ("open", "closed") and state != issue["state"]:
        changed |= {"state": state, "closed_at": now() if state == "closed" else None}
    return changed
