"""Branches: list, read, rename."""

from sandbox.github.call import Call, Reply, page
from sandbox.github.commits import show_commit
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, not_found
from sandbox.github.git_repository import HEADS
from sandbox.github.routing import Routes
from sandbox.github.rules import active_rules
from sandbox.github.tokens import ANYBODY

routes = Routes()


def _protected(call: Call, name: str) -> bool:
    return bool(active_rules(call.world, call.repository, HEADS + name, ANYBODY, by_pull_request=False))


def _short(call: Call, name: str, sha: str) -> Json:
    return {
        "name": name,
        "commit": {"sha": sha, "url": f"{call.api}/commits/{sha}"},
        "protected": _protected(call, name),
    }


def _long(call: Call, name: str) -> Json:
    sha = call.git.branch(name)
    commit = call.git.commit(sha) if sha else None
    if sha is None or commit is None:
        raise ApiError(404, "Branch not found")
    return {
        **_short(call, name, sha),
        "commit": show_commit(commit, call.api, call.page),
        "_links": {"self": f"{call.api}/branches/{name}", "html": f"{call.page}/tree/{name}"},
        "protection": {"enabled": False},
        "protection_url": f"{call.api}/branches/{name}/protection",
    }


@routes.on_repository("GET", "/branches")
def branches(call: Call) -> Reply:
    """All branches."""
    found = [_short(call, name.removeprefix(HEADS), sha) for name, sha in call.git.refs(HEADS).items()]
    if call.query.get("protected") in ("true", "false"):
        found = [branch for branch in found if branch["protected"] is (call.query["protected"] == "true")]
    return page(call, found)


@routes.on_repository("POST", "/branches/{branch:path}/rename")
def rename(call: Call) -> Reply:
    """Another name for a branch; default branch and pull requests follow."""
    call.require_admin()
    old, new = call.path["branch"], call.body.text("new_name")
    sha, repository = call.git.branch(old), call.repository
    if sha is None:
        raise not_found()
    if call.git.branch(new) is not None:
        raise ApiError(422, "New branch already exists")
    call.git.point(HEADS + new, sha)
    if repository.default_branch == old:
        call.world.save(repository.changed(settings={**repository.settings, "default_branch": new}))
        call.git.set_head(new)
    call.git.remove(HEADS + old)
    for issue in call.database.all(repository.id, "issue"):
        pull = issue.get("pull")
        if pull and old in (pull["head_ref"], pull["base_ref"]):
            for end in ("head_ref", "base_ref"):
                pull[end] = new if pull[end] == old else pull[end]
            call.database.put(repository.id, "issue", issue["number"], issue)
    return Reply(201, _long(call, new))


@routes.on_repository("GET", "/branches/{branch:path}/protection")
def protection(_: Call) -> Reply:
    """The older branch protection, which the stand-in does not have: rulesets protect branches here."""
    raise ApiError(404, "Branch not protected")


@routes.on_repository("GET", "/branches/{branch:path}")
def branch(call: Call) -> Reply:
    """One branch with its head commit."""
    return Reply(200, _long(call, call.path["branch"]))
