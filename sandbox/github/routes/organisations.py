"""The token's user and the one organisation."""

from sandbox.github.call import Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import not_found
from sandbox.github.repository import show_organisation, show_user
from sandbox.github.routing import Routes
from sandbox.github.timestamps import now, to_seconds

routes = Routes()


def organisation(call: Call) -> Json:
    """The long form of the organisation."""
    login = call.world.owner
    return {
        **show_organisation(login, call.world.url),
        "name": login,
        "description": "PyAirtable",
        "public_repos": len(call.world.repositories()),
        "default_repository_permission": "read",
        "members_can_create_repositories": True,
        "plan": {"name": "team", "space": 976562499, "private_repos": 999999},
    }


@routes.on("GET", "/user")
def the_user(call: Call) -> Reply:
    """Whose token it is."""
    actor = call.actor
    return Reply(200, {**show_user(actor.login, actor.id, call.world.url), "name": actor.login, "site_admin": False})


@routes.on("GET", "/users/{login}")
def one_user(call: Call) -> Reply:
    """The organisation or the token's own user: nobody else exists."""
    login = call.path["login"]
    if login.lower() == call.world.owner.lower():
        return Reply(200, organisation(call))
    if login.lower() == call.actor.login.lower():
        return Reply(200, show_user(call.actor.login, call.actor.id, call.world.url))
    raise not_found()


@routes.on("GET", "/orgs/{org}")
def one_organisation(call: Call) -> Reply:
    """The organisation."""
    call.world.organisation(call.path["org"])
    return Reply(200, organisation(call))


@routes.on("GET", "/orgs/{org}/repos")
def repositories(call: Call) -> Reply:
    """The organisation's repositories."""
    owner = call.world.organisation(call.path["org"])
    kind = call.query.get("type", "all")
    found = [
        repository.show(owner, call.world.url, admin=call.actor.admin)
        for repository in call.world.repositories()
        if kind in ("all", "sources", "public" if repository.public else "private")
    ]
    if call.query.get("sort") == "full_name":
        found.sort(key=lambda shown: str(shown["full_name"]).lower())
    return page(call, found)


@routes.on("GET", "/orgs/{org}/memberships/{login}")
def membership(call: Call) -> Reply:
    """Whether the token's user is an administrator or a member."""
    call.world.organisation(call.path["org"])
    if call.path["login"].lower() != call.actor.login.lower():
        raise not_found()
    return Reply(200, {"state": "active", "role": "admin" if call.actor.admin else "member"})


@routes.on("GET", "/rate_limit")
def rate_limit(_: Call) -> Reply:
    """The hourly limit, which the stand-in does not count."""
    core = {"limit": 5000, "remaining": 5000, "used": 0, "reset": to_seconds(now()) + 3600}
    return Reply(200, {"resources": {"core": core, "search": core, "graphql": core}, "rate": core})
