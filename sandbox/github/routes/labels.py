"""Labels of a repository's issues and pull requests."""

import re

from sandbox.github.call import Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import invalid
from sandbox.github.routing import Routes

routes = Routes()


def _show(call: Call, label: Json) -> Json:
    return {"node_id": f"LA_{label['id']}", **label, "url": f"{call.api}/labels/{label['name']}"}


def _color(call: Call, default: str) -> str:
    color = (call.body.optional_text("color") or default).lower()
    if not re.fullmatch(r"[0-9a-f]{6}", color):
        raise invalid("Label", "color", "invalid", "color is six hexadecimal digits without #")
    return color


@routes.on_repository("GET", "/labels")
def labels(call: Call) -> Reply:
    """All labels by name, as github.com sorts them."""
    found = call.database.all(call.repository.id, "label")
    return page(call, [_show(call, label) for label in sorted(found, key=lambda each: str(each["name"]).lower())])


@routes.on_repository("POST", "/labels")
def create(call: Call) -> Reply:
    """A new label."""
    name = call.body.text("name")
    if call.database.get(call.repository.id, "label", name) is not None:
        raise invalid("Label", "name", "already_exists")
    label: Json = {
        "id": call.database.next_number("label"),
        "name": name,
        "color": _color(call, "ededed"),
        "description": call.body.optional_text("description"),
        "default": False,
    }
    call.database.put(call.repository.id, "label", name, label)
    return Reply(201, _show(call, label))


@routes.on_repository("GET", "/labels/{name:path}")
def read(call: Call) -> Reply:
    """One label; names ignore case."""
    return Reply(200, _show(call, call.document("label", call.path["name"])))


@routes.on_repository("PATCH", "/labels/{name:path}")
def update(call: Call) -> Reply:
    """Changes what is given; `new_name` renames."""
    label = call.document("label", call.path["name"])
    old = str(label["name"])
    new = call.body.optional_text("new_name") or call.body.optional_text("name") or old
    if new.lower() != old.lower() and call.database.get(call.repository.id, "label", new) is not None:
        raise invalid("Label", "name", "already_exists")
    changed = {**label, "name": new, "color": _color(call, str(label["color"]))}
    if "description" in call.body:
        changed["description"] = call.body.optional_text("description")
    call.database.rename(call.repository.id, "label", old, new)
    call.database.put(call.repository.id, "label", new, changed)
    return Reply(200, _show(call, changed))


@routes.on_repository("DELETE", "/labels/{name:path}")
def delete(call: Call) -> Reply:
    """Removes a label."""
    return call.drop("label", call.path["name"])
