"""Webhooks: kept, never called, since nothing leaves the sandbox."""

from typing import Any

from sandbox.github.call import Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import invalid
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()


def _config(call: Call, before: Json) -> Json:
    given = call.body.object("config")
    config: dict[str, Any] = {"content_type": "form", "insecure_ssl": "0", **before, **(given.fields if given else {})}
    if not config.get("url"):
        raise invalid("Hook", "url", "missing_field")
    return config


def _show(hook: Json) -> Json:
    shown = dict(hook["config"])
    if "secret" in shown:
        shown["secret"] = "********"  # noqa: S105, what github.com shows in its place
    return {**hook, "config": shown}


@routes.on_repository("POST", "/hooks")
def create(call: Call) -> Reply:
    """A new webhook; the same address twice is refused."""
    call.require_admin()
    config = _config(call, {})
    if any(hook["config"]["url"] == config["url"] for hook in call.database.all(call.repository.id, "hook")):
        raise invalid("Hook", "url", "custom", "Hook already exists on this repository")
    number = call.database.next_number("hook")
    hook: Json = {
        "id": number,
        "type": "Repository",
        "name": "web",
        "active": call.body.flag("active", True),
        "events": call.body.texts("events") or ["push"],
        "config": config,
        "url": f"{call.api}/hooks/{number}",
        "last_response": {"code": None, "status": "unused", "message": None},
        "created_at": now(),
        "updated_at": now(),
    }
    call.database.put(call.repository.id, "hook", number, hook)
    return Reply(201, _show(hook))


@routes.on_repository("GET", "/hooks")
def hooks(call: Call) -> Reply:
    """All webhooks."""
    call.require_admin()
    return page(call, [_show(hook) for hook in call.database.all(call.repository.id, "hook")])


@routes.on_repository("GET", "/hooks/{number}")
def read(call: Call) -> Reply:
    """One webhook."""
    return Reply(200, _show(call.document("hook", call.number("number"))))


@routes.on_repository("PATCH", "/hooks/{number}")
def update(call: Call) -> Reply:
    """Changes what is given."""
    call.require_admin()
    hook = call.document("hook", call.number("number"))
    changed = {
        **hook,
        "active": call.body.flag("active", bool(hook["active"])),
        "events": call.body.texts("events") or hook["events"],
        "config": _config(call, hook["config"]),
        "updated_at": now(),
    }
    call.database.put(call.repository.id, "hook", hook["id"], changed)
    return Reply(200, _show(changed))


@routes.on_repository("DELETE", "/hooks/{number}")
def delete(call: Call) -> Reply:
    """Removes a webhook."""
    call.require_admin()
    return call.drop("hook", call.number("number"))
