"""Issues, their comments and labels; pull requests are commented and labelled here too."""

from sandbox.github.call import NO_CONTENT, Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, not_found
from sandbox.github.issues import change, find, new_issue, save, show_issue, show_labels
from sandbox.github.repository import show_user
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()


@routes.on_repository("GET", "/issues")
def issues(call: Call) -> Reply:
    """Issues and pull requests, newest first; open ones unless `state` says otherwise."""
    state = call.query.get("state", "open")
    wanted = {name for name in call.query.get("labels", "").split(",") if name}
    found = [
        show_issue(call, issue)
        for issue in reversed(call.database.all(call.repository.id, "issue"))
        if state in ("all", issue["state"]) and wanted <= set(issue["labels"])
    ]
    return page(call, found)


@routes.on_repository("POST", "/issues")
def create(call: Call) -> Reply:
    """A new issue."""
    if not call.repository.settings["has_issues"]:
        raise ApiError(410, "Issues has been disabled in this repository.")
    return Reply(201, show_issue(call, new_issue(call)))


@routes.on_repository("GET", "/issues/{number}")
def read(call: Call) -> Reply:
    """One issue or pull request."""
    return Reply(200, show_issue(call, find(call)))


@routes.on_repository("PATCH", "/issues/{number}")
def update(call: Call) -> Reply:
    """Changes what is given."""
    return Reply(200, show_issue(call, save(call, change(call, find(call)))))


@routes.on_repository("GET", "/issues/{number}/labels")
def labels(call: Call) -> Reply:
    """The labels of an issue."""
    return page(call, show_labels(call, find(call)["labels"]))


@routes.on_repository("POST", "/issues/{number}/labels")
def add_labels(call: Call) -> Reply:
    """Adds labels."""
    issue = find(call)
    new = call.body.texts("labels") or call.body.texts("")
    changed = save(call, {**issue, "labels": list(dict.fromkeys([*issue["labels"], *new]))})
    return Reply(200, show_labels(call, changed["labels"]))


@routes.on_repository("DELETE", "/issues/{number}/labels/{name:path}")
def remove_label(call: Call) -> Reply:
    """Removes one label."""
    issue = find(call)
    if call.path["name"] not in issue["labels"]:
        raise ApiError(404, "Label does not exist")
    changed = save(call, {**issue, "labels": [name for name in issue["labels"] if name != call.path["name"]]})
    return Reply(200, show_labels(call, changed["labels"]))


@routes.on_repository("GET", "/issues/{number}/comments")
def comments(call: Call) -> Reply:
    """The comments, oldest first."""
    number = find(call)["number"]
    return page(call, [_show(call, each) for each in call.database.all(call.repository.id, f"comment of {number}")])


@routes.on_repository("POST", "/issues/{number}/comments")
def comment(call: Call) -> Reply:
    """A new comment."""
    number = find(call)["number"]
    comment: Json = {
        "id": call.database.next_number("comment"),
        "issue": number,
        "body": call.body.text("body"),
        "author": [call.actor.login, call.actor.id],
        "created_at": now(),
        "updated_at": now(),
    }
    call.database.put(call.repository.id, f"comment of {number}", comment["id"], comment)
    call.database.put(call.repository.id, "comment", comment["id"], {"issue": number})
    return Reply(201, _show(call, comment))


@routes.on_repository("GET", "/issues/comments/{comment}")
def read_comment(call: Call) -> Reply:
    """One comment."""
    return Reply(200, _show(call, _find(call)))


@routes.on_repository("PATCH", "/issues/comments/{comment}")
def update_comment(call: Call) -> Reply:
    """Another text for a comment."""
    changed = {**_find(call), "body": call.body.text("body"), "updated_at": now()}
    call.database.put(call.repository.id, f"comment of {changed['issue']}", changed["id"], changed)
    return Reply(200, _show(call, changed))


@routes.on_repository("DELETE", "/issues/comments/{comment}")
def delete_comment(call: Call) -> Reply:
    """Removes a comment."""
    found = _find(call)
    call.database.drop(call.repository.id, f"comment of {found['issue']}", found["id"])
    call.database.drop(call.repository.id, "comment", found["id"])
    return NO_CONTENT


def _find(call: Call) -> Json:
    number = call.number("comment")
    where = call.document("comment", number)
    found = call.database.get(call.repository.id, f"comment of {where['issue']}", number)
    if found is None:
        raise not_found()
    return found


def _show(call: Call, comment: Json) -> Json:
    login, number = comment["author"]
    return {
        **{key: comment[key] for key in ("id", "body", "created_at", "updated_at")},
        "user": show_user(login, number, call.world.url),
        "url": f"{call.api}/issues/comments/{comment['id']}",
        "html_url": f"{call.page}/issues/{comment['issue']}#issuecomment-{comment['id']}",
        "issue_url": f"{call.api}/issues/{comment['issue']}",
    }
