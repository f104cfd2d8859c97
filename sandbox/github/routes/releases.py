"""Tags and releases."""

from sandbox.github.call import Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import invalid, not_found
from sandbox.github.pushes import push
from sandbox.github.repository import show_user
from sandbox.github.routing import Routes
from sandbox.github.rules import RefChange
from sandbox.github.timestamps import now

routes = Routes()

TAGS = "refs/tags/"


@routes.on_repository("GET", "/tags")
def tags(call: Call) -> Reply:
    """All tags."""
    found = [
        {"name": name.removeprefix(TAGS), "commit": {"sha": sha, "url": f"{call.api}/commits/{sha}"}}
        for name, sha in call.git.refs(TAGS).items()
    ]
    return page(call, found)


@routes.on_repository("GET", "/releases")
def releases(call: Call) -> Reply:
    """All releases, newest first."""
    return page(call, list(reversed(call.database.all(call.repository.id, "release"))))


@routes.on_repository("POST", "/releases")
def create(call: Call) -> Reply:
    """A new release; its tag is made when it is not there."""
    name = call.body.text("tag_name")
    if call.database.get(call.repository.id, "release", name) is not None:
        raise invalid("Release", "tag_name", "already_exists")
    target = call.body.optional_text("target_commitish") or call.repository.default_branch
    sha = call.git.ref(TAGS + name) or call.git.resolve(target)
    if sha is None:
        raise invalid("Release", "target_commitish", "invalid")
    if call.git.ref(TAGS + name) is None:
        push(RefChange(call.world, call.repository, TAGS + name, sha, call.actor))
    number = call.database.next_number("release")
    release: Json = {
        "id": number,
        "tag_name": name,
        "target_commitish": target,
        "name": call.body.optional_text("name") or name,
        "body": call.body.optional_text("body"),
        "draft": call.body.flag("draft"),
        "prerelease": call.body.flag("prerelease"),
        "author": show_user(call.actor.login, call.actor.id, call.world.url),
        "assets": [],
        "html_url": f"{call.page}/releases/tag/{name}",
        "created_at": now(),
        "published_at": now(),
    }
    call.database.put(call.repository.id, "release", name, release)
    return Reply(201, release)


@routes.on_repository("GET", "/releases/latest")
def latest(call: Call) -> Reply:
    """The newest release that is final."""
    final = [r for r in call.database.all(call.repository.id, "release") if not r["draft"] and not r["prerelease"]]
    if not final:
        raise not_found()
    return Reply(200, final[-1])


@routes.on_repository("GET", "/releases/tags/{name:path}")
def by_tag(call: Call) -> Reply:
    """The release of a tag."""
    return Reply(200, call.document("release", call.path["name"]))
