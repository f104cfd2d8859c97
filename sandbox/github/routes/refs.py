"""Git refs by their full names."""

from sandbox.github.call import NO_CONTENT, Call, Reply, page
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, not_found
from sandbox.github.git_repository import HEADS
from sandbox.github.pushes import push
from sandbox.github.routes.git_data import require_content
from sandbox.github.routing import Routes
from sandbox.github.rules import RefChange

routes = Routes()


def _show(call: Call, name: str, sha: str) -> Json:
    kind = "commit" if call.git.commit(sha) is not None else "tag"
    return {
        "ref": name,
        "node_id": f"REF_{name}",
        "url": f"{call.api}/git/{name}",
        "object": {"type": kind, "sha": sha, "url": f"{call.api}/git/commits/{sha}"},
    }


@routes.on_repository("GET", "/git/ref/{ref:path}")
def read(call: Call) -> Reply:
    """One ref, for example `heads/main`."""
    require_content(call)
    name = f"refs/{call.path['ref']}"
    sha = call.git.ref(name)
    if sha is None:
        raise not_found()
    return Reply(200, _show(call, name, sha))


# PyGithub and older clients ask here for one ref.
routes.on_repository("GET", "/git/refs/{ref:path}")(read)


@routes.on_repository("GET", "/git/matching-refs/{ref:path}")
def matching(call: Call) -> Reply:
    """All refs that begin so."""
    found = call.git.refs(f"refs/{call.path['ref']}")
    return page(call, [_show(call, name, sha) for name, sha in found.items()])


@routes.on_repository("POST", "/git/refs")
def create(call: Call) -> Reply:
    """A new branch or tag on an existing commit."""
    require_content(call)
    name, sha = call.body.text("ref"), call.body.text("sha")
    if not name.startswith("refs/") or name.count("/") < 2:
        raise ApiError(422, f"{name} is not a valid ref name. Make sure it starts with refs/ and has two slashes.")
    if call.git.commit(sha) is None:
        raise ApiError(422, "Object does not exist")
    if call.git.ref(name) is not None:
        raise ApiError(422, "Reference already exists")
    if not call.git.allows(name):
        raise ApiError(422, f"{name} is not a valid ref name.")
    push(RefChange(call.world, call.repository, name, sha, call.actor))
    return Reply(201, _show(call, name, sha))


@routes.on_repository("PATCH", "/git/refs/{ref:path}")
def update(call: Call) -> Reply:
    """Moves a ref: forwards, or anywhere with `force`."""
    name, sha = f"refs/{call.path['ref']}", call.body.text("sha")
    old = call.git.ref(name)
    if old is None:
        raise ApiError(422, "Reference does not exist")
    if call.git.commit(sha) is None:
        raise ApiError(422, "Object does not exist")
    if not call.body.flag("force") and not call.git.is_ancestor(old, sha):
        raise ApiError(422, "Update is not a fast forward")
    push(RefChange(call.world, call.repository, name, sha, call.actor))
    return Reply(200, _show(call, name, sha))


@routes.on_repository("DELETE", "/git/refs/{ref:path}")
def delete(call: Call) -> Reply:
    """Removes a branch or tag; the default branch stays."""
    name = f"refs/{call.path['ref']}"
    if call.git.ref(name) is None:
        raise ApiError(422, "Reference does not exist")
    if name == HEADS + call.repository.default_branch:
        raise ApiError(422, "Cannot delete the default branch")
    push(RefChange(call.world, call.repository, name, None, call.actor))
    return NO_CONTENT
