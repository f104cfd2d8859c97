"""Teams of the organisation and the repositories they may use, by slug and by number."""

import re

from sandbox.github.call import NO_CONTENT, Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import invalid, not_found
from sandbox.github.repository import Repository, node_id, show_organisation
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now

routes = Routes()

ORGANISATION = 0
# What permissions are called when granted, and as `role_name` when read.
ROLES = {"pull": "read", "push": "write"}
PERMISSIONS = ("pull", "triage", "push", "maintain", "admin")


def _team(call: Call) -> Json:
    teams = call.database.all(ORGANISATION, "team")
    if "slug" in call.path:
        call.world.organisation(call.path["org"])
        found = [team for team in teams if team["slug"] == call.path["slug"].lower()]
    else:
        found = [team for team in teams if team["id"] == call.number("team")]
    if not found:
        raise not_found()
    return found[0]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")


def _show(call: Call, team: Json, nested: bool = True) -> Json:
    parent = call.database.get(ORGANISATION, "team", team["parent"]) if nested and team["parent"] else None
    address = f"{call.world.url}/api/v3/organizations/1/team/{team['id']}"
    return {
        **{key: value for key, value in team.items() if key != "parent"},
        "node_id": node_id("Team", team["id"]),
        "url": address,
        "members_url": f"{address}/members{{/member}}",
        "repositories_url": f"{address}/repos",
        "html_url": f"{call.world.url}/orgs/{call.world.owner}/teams/{team['slug']}",
        "permission": "pull",
        "parent": _show(call, parent, nested=False) if parent else None,
        "members_count": 0,
        "repos_count": len(call.database.rows("SELECT 1 FROM documents WHERE kind = ?", f"grant of {team['id']}")),
        "organization": show_organisation(call.world.owner, call.world.url),
    }


def _fields(call: Call, before: Json) -> Json:
    fields: Json = dict(before)
    for name in ("name", "description", "privacy", "notification_setting"):
        if call.body.optional_text(name) is not None:
            fields[name] = call.body.text(name)
    fields["slug"] = _slug(str(fields["name"]))
    if "parent_team_id" in call.body:
        fields["parent"] = call.body.fields["parent_team_id"]
    for team in call.database.all(ORGANISATION, "team"):
        if team["slug"] == fields["slug"] and team["id"] != fields["id"]:
            raise invalid("Team", "name", "already_exists", "Name must be unique for this org")
    return fields


@routes.on("GET", "/orgs/{org}/teams")
def teams(call: Call) -> Reply:
    """All teams."""
    call.world.organisation(call.path["org"])
    return page(call, [_show(call, team) for team in call.database.all(ORGANISATION, "team")])


@routes.on("POST", "/orgs/{org}/teams")
def create(call: Call) -> Reply:
    """A new team without members."""
    call.world.organisation(call.path["org"])
    call.require_admin()
    call.body.text("name")
    start: Json = {
        "id": call.database.next_number("team"),
        "description": "",
        "privacy": "secret",
        "notification_setting": "notifications_enabled",
        "parent": None,
        "created_at": now(),
    }
    team = _fields(call, start)
    call.database.put(ORGANISATION, "team", team["id"], team)
    return Reply(201, _show(call, team))


def read(call: Call) -> Reply:
    """One team."""
    return Reply(200, _show(call, _team(call)))


def update(call: Call) -> Reply:
    """Changes what is given."""
    call.require_admin()
    team = _fields(call, _team(call))
    call.database.put(ORGANISATION, "team", team["id"], team)
    return Reply(200, _show(call, team))


def delete(call: Call) -> Reply:
    """Removes a team and its grants."""
    call.require_admin()
    team = _team(call)
    call.database.rows("DELETE FROM documents WHERE kind = ?", f"grant of {team['id']}")
    call.database.drop(ORGANISATION, "team", team["id"])
    return NO_CONTENT


def members(call: Call) -> Reply:
    """Nobody: the stand-in knows no people but the token's owner."""
    _team(call)
    return page(call, [])


def _granted(call: Call, repository: Repository, grant: Json) -> Json:
    permission = str(grant["permission"])
    held = PERMISSIONS[: PERMISSIONS.index(permission) + 1]
    return {
        **repository.show(call.world.owner, call.world.url),
        "role_name": ROLES.get(permission, permission),
        "permissions": {name: name in held for name in PERMISSIONS},
    }


def repositories(call: Call) -> Reply:
    """What a team may use."""
    kind = f"grant of {_team(call)['id']}"
    found = [(each, call.database.get(each.id, kind, "")) for each in call.world.repositories()]
    return page(call, [_granted(call, repository, grant) for repository, grant in found if grant])


def grant(call: Call) -> Reply:
    """Lets a team use a repository."""
    call.require_admin()
    permission = call.body.optional_text("permission") or "push"
    if permission not in PERMISSIONS:
        raise invalid("TeamRepository", "permission", "invalid", f"{permission} is none of {', '.join(PERMISSIONS)}")
    call.database.put(call.repository.id, f"grant of {_team(call)['id']}", "", {"permission": permission})
    return NO_CONTENT


def granted(call: Call) -> Reply:
    """The repository with the team's role in it."""
    found = call.database.get(call.repository.id, f"grant of {_team(call)['id']}", "")
    if found is None:
        raise not_found()
    return Reply(200, _granted(call, call.repository, found))


def revoke(call: Call) -> Reply:
    """Takes a repository away from a team."""
    call.require_admin()
    return call.drop(f"grant of {_team(call)['id']}", "")


for base in ("/orgs/{org}/teams/{slug}", "/organizations/{org}/team/{team}"):
    routes.on("GET", base)(read)
    routes.on("PATCH", base)(update)
    routes.on("DELETE", base)(delete)
    routes.on("GET", f"{base}/members")(members)
    routes.on("GET", f"{base}/repos")(repositories)
    routes.on("PUT", f"{base}/repos/{{owner}}/{{repo}}")(grant)
    routes.on("GET", f"{base}/repos/{{owner}}/{{repo}}")(granted)
    routes.on("DELETE", f"{base}/repos/{{owner}}/{{repo}}")(revoke)


@routes.on_repository("GET", "/teams")
def teams_of_repository(call: Call) -> Reply:
    """The teams that may use a repository."""
    shown: list[Json] = []
    for team in call.database.all(ORGANISATION, "team"):
        found = call.database.get(call.repository.id, f"grant of {team['id']}", "")
        if found is not None:
            shown.append({**_show(call, team), "permission": found["permission"]})
    return page(call, shown)


@routes.on_repository("GET", "/collaborators")
def collaborators(call: Call) -> Reply:
    """Nobody outside the teams."""
    return page(call, call.database.all(call.repository.id, "collaborator"))


@routes.on_repository("GET", "/invitations")
def invitations(call: Call) -> Reply:
    """Nobody is invited."""
    return page(call, call.database.all(call.repository.id, "invitation"))
