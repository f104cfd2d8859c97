"""Actions variables of a repository and of its environments."""

from sandbox.github.call import NO_CONTENT, Call, Reply, counted_page
from sandbox.github.errors import ApiError, not_found
from sandbox.github.routes.actions_secrets import ENVIRONMENT, checked_name, kind
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()


def variables(call: Call) -> Reply:
    """All variables."""
    return counted_page(call, "variables", call.database.all(call.repository.id, kind(call, "variable")))


def create(call: Call) -> Reply:
    """A new variable."""
    where, name = kind(call, "variable"), checked_name(call.body.text("name"))
    if call.database.get(call.repository.id, where, name) is not None:
        raise ApiError(409, "Already exists - Variable already exists")
    variable = {"name": name, "value": call.body.text("value"), "created_at": now(), "updated_at": now()}
    call.database.put(call.repository.id, where, name, variable)
    return Reply(201, {})


def read(call: Call) -> Reply:
    """One variable."""
    found = call.database.get(call.repository.id, kind(call, "variable"), call.path["name"])
    if found is None:
        raise not_found()
    return Reply(200, found)


def update(call: Call) -> Reply:
    """Changes the value, the name or both."""
    where, variable = kind(call, "variable"), dict(read(call).body)
    old, new = variable["name"], checked_name(call.body.optional_text("name") or variable["name"])
    value = call.body.optional_text("value")
    changed = {**variable, "name": new, "value": variable["value"] if value is None else value, "updated_at": now()}
    call.database.rename(call.repository.id, where, old, new)
    call.database.put(call.repository.id, where, new, changed)
    return NO_CONTENT


def delete(call: Call) -> Reply:
    """Removes a variable."""
    return call.drop(kind(call, "variable"), call.path["name"])


for base in ("/actions", ENVIRONMENT):
    routes.on_repository("GET", f"{base}/variables")(variables)
    routes.on_repository("POST", f"{base}/variables")(create)
    routes.on_repository("GET", f"{base}/variables/{{name}}")(read)
    routes.on_repository("PATCH", f"{base}/variables/{{name}}")(update)
    routes.on_repository("DELETE", f"{base}/variables/{{name}}")(delete)
