"""Deployment environments with their protection rules and branch policies."""

from sandbox.github.call import NO_CONTENT, Call, Reply, counted_page
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, not_found
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()


@routes.on_repository("GET", "/environments")
def environments(call: Call) -> Reply:
    """All environments."""
    return counted_page(call, "environments", call.database.all(call.repository.id, "environment"))


@routes.on_repository("POST", "/environments/{name}/deployment-branch-policies")
def create_policy(call: Call) -> Reply:
    """Allows branches or tags of a pattern to deploy."""
    environment = call.document("environment", call.path["name"])
    policy: Json = {
        "id": call.database.next_number("branch policy"),
        "name": call.body.text("name"),
        "type": call.body.optional_text("type") or "branch",
    }
    policies = [*environment.get("policies", []), policy]
    call.database.put(call.repository.id, "environment", environment["name"], {**environment, "policies": policies})
    return Reply(200, policy)


@routes.on_repository("GET", "/environments/{name}/deployment-branch-policies")
def policies(call: Call) -> Reply:
    """The patterns of branches and tags that may deploy."""
    environment = call.document("environment", call.path["name"])
    return counted_page(call, "branch_policies", environment.get("policies", []))


@routes.on_repository("GET", "/environments/{name}/deployment-branch-policies/{number}")
def policy(call: Call) -> Reply:
    """One pattern."""
    found = call.document("environment", call.path["name"]).get("policies", [])
    for each in found:
        if each["id"] == call.number("number"):
            return Reply(200, each)
    raise not_found()


@routes.on_repository("DELETE", "/environments/{name}/deployment-branch-policies/{number}")
def delete_policy(call: Call) -> Reply:
    """Removes a pattern."""
    policy(call)
    environment = call.document("environment", call.path["name"])
    rest = [each for each in environment["policies"] if each["id"] != call.number("number")]
    call.database.put(call.repository.id, "environment", environment["name"], {**environment, "policies": rest})
    return NO_CONTENT


@routes.on_repository("PUT", "/environments/{name:path}")
def write(call: Call) -> Reply:
    """Creates or changes an environment; what is not given is reset, as on github.com."""
    call.require_admin()
    name = call.path["name"]
    before = call.database.get(call.repository.id, "environment", name)
    environment: Json = {
        "id": before["id"] if before else call.database.next_number("environment"),
        "name": before["name"] if before else name,
        "url": f"{call.api}/environments/{name}",
        "html_url": f"{call.page}/deployments/activity_log?environments_filter={name}",
        "can_admins_bypass": call.body.flag("can_admins_bypass", True),
        "protection_rules": _protection_rules(call),
        "deployment_branch_policy": call.body.fields.get("deployment_branch_policy"),
        "policies": before.get("policies", []) if before else [],
        "created_at": before["created_at"] if before else now(),
        "updated_at": now(),
    }
    call.database.put(call.repository.id, "environment", name, environment)
    return Reply(200, environment)


@routes.on_repository("GET", "/environments/{name:path}")
def read(call: Call) -> Reply:
    """One environment."""
    return Reply(200, call.document("environment", call.path["name"]))


@routes.on_repository("DELETE", "/environments/{name:path}")
def delete(call: Call) -> Reply:
    """Removes an environment with its secrets and variables."""
    call.require_admin()
    environment = call.document("environment", call.path["name"])
    for what in ("secret", "variable"):
        for each in call.database.all(call.repository.id, f"{what} of {environment['name']}"):
            call.database.drop(call.repository.id, f"{what} of {environment['name']}", each["name"])
    return call.drop("environment", environment["name"])


def _protection_rules(call: Call) -> list[Json]:
    rules: list[Json] = []
    wait = call.body.fields.get("wait_timer") or 0
    if not isinstance(wait, int) or not 0 <= wait <= 43200:
        raise ApiError(422, "wait_timer is a number of minutes from 0 to 43200")
    if wait:
        rules.append({"id": call.database.next_number("protection"), "type": "wait_timer", "wait_timer": wait})
    reviewers = call.body.objects("reviewers")
    if reviewers:
        rules.append(
            {
                "id": call.database.next_number("protection"),
                "type": "required_reviewers",
                "prevent_self_review": call.body.flag("prevent_self_review"),
                "reviewers": [
                    {"type": each.text("type"), "reviewer": {"id": each.fields.get("id")}} for each in reviewers
                ],
            }
        )
    return rules
