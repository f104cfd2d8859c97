"""Rulesets of a repository."""

from sandbox.github.call import Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import invalid
from sandbox.github.git_repository import HEADS
from sandbox.github.routing import Routes
from sandbox.github.rules import active_rules
from sandbox.github.timestamps import now
from sandbox.github.tokens import ANYBODY

routes = Routes()

FIELDS = ("name", "target", "enforcement", "bypass_actors", "conditions", "rules")


def _checked(call: Call, number: int | None) -> Json:
    fields: Json = {name: call.body.fields[name] for name in FIELDS if name in call.body}
    if "enforcement" in fields and fields["enforcement"] not in ("disabled", "active", "evaluate"):
        raise invalid("RepositoryRuleset", "enforcement", "invalid", "enforcement is disabled, active or evaluate")
    for rule in call.body.objects("rules"):
        rule.text("type")
    for other in call.database.all(call.repository.id, "ruleset"):
        if other["id"] != number and other["name"] == fields.get("name"):
            raise invalid("RepositoryRuleset", "name", "custom", "Name must be unique")
    return fields


def _show(call: Call, ruleset: Json) -> Json:
    return {
        **ruleset,
        "source": f"{call.world.owner}/{call.repository.name}",
        "source_type": "Repository",
        "node_id": f"RRS_{ruleset['id']}",
        "current_user_can_bypass": "always" if call.actor.admin else "never",
        "_links": {"self": {"href": f"{call.api}/rulesets/{ruleset['id']}"}},
    }


@routes.on_repository("POST", "/rulesets")
def create(call: Call) -> Reply:
    """A new ruleset."""
    call.require_admin()
    call.body.text("name")
    call.body.text("enforcement")
    ruleset: Json = {
        "id": call.database.next_number("ruleset"),
        "target": "branch",
        "bypass_actors": [],
        "conditions": {},
        "rules": [],
        **_checked(call, None),
        "created_at": now(),
        "updated_at": now(),
    }
    call.database.put(call.repository.id, "ruleset", ruleset["id"], ruleset)
    return Reply(201, _show(call, ruleset))


@routes.on_repository("GET", "/rulesets")
def rulesets(call: Call) -> Reply:
    """All rulesets, without their rules, as in github.com's list."""
    found = [_show(call, ruleset) for ruleset in call.database.all(call.repository.id, "ruleset")]
    return page(call, [{k: v for k, v in r.items() if k not in ("rules", "conditions")} for r in found])


@routes.on_repository("GET", "/rulesets/{number}")
def read(call: Call) -> Reply:
    """One ruleset."""
    return Reply(200, _show(call, call.document("ruleset", call.number("number"))))


@routes.on_repository("PUT", "/rulesets/{number}")
def update(call: Call) -> Reply:
    """Changes what is given."""
    call.require_admin()
    number = call.number("number")
    ruleset = {**call.document("ruleset", number), **_checked(call, number), "updated_at": now()}
    call.database.put(call.repository.id, "ruleset", number, ruleset)
    return Reply(200, _show(call, ruleset))


@routes.on_repository("DELETE", "/rulesets/{number}")
def delete(call: Call) -> Reply:
    """Removes a ruleset."""
    call.require_admin()
    return call.drop("ruleset", call.number("number"))


@routes.on_repository("GET", "/rules/branches/{branch:path}")
def rules_of_branch(call: Call) -> Reply:
    """The rules that apply to a branch, whoever asks."""
    ref = HEADS + call.path["branch"]
    rules = active_rules(call.world, call.repository, ref, ANYBODY, by_pull_request=False)
    return page(call, [rule.fields for rule in rules])
