"""Repositories themselves: create, read, change, rename, delete, topics."""

import re
from typing import Any

from dulwich.objects import Commit

from sandbox.github.call import NO_CONTENT, Call, Reply
from sandbox.github.commits import write_commit
from sandbox.github.database import Json
from sandbox.github.default_labels import add_default_labels
from sandbox.github.errors import ApiError, invalid
from sandbox.github.git_repository import HEADS
from sandbox.github.repository import DEFAULTS, SECURITY_FEATURES
from sandbox.github.routing import Routes
from sandbox.github.world import World

routes = Routes()

VISIBILITIES = ("public", "private", "internal")


@routes.on("POST", "/orgs/{org}/repos")
def create(call: Call) -> Reply:
    """A new repository, with a README commit when `auto_init` asks for it."""
    owner = call.world.organisation(call.path["org"])
    call.require_admin()
    name = _name(call.body.text("name"))
    if call.world.find(name) is not None:
        raise ApiError(
            422,
            "Repository creation failed.",
            [
                {
                    "resource": "Repository",
                    "code": "custom",
                    "field": "name",
                    "message": "name already exists on this account",
                }
            ],
        )
    repository = call.world.create(name, _settings(call))
    repository = repository.changed(security=_security(call, repository.security))
    call.world.save(repository)
    add_default_labels(call.world, repository.id)
    if call.body.flag("auto_init"):
        _first_commit(call.world, repository.id, call)
    return Reply(201, repository.show(owner, call.world.url))


@routes.on_repository("GET")
def read(call: Call) -> Reply:
    """One repository."""
    return Reply(200, call.repository.show(call.world.owner, call.world.url, admin=call.actor.admin))


@routes.on_repository("PATCH")
def update(call: Call) -> Reply:
    """Changes settings; a new name renames in place and leaves a redirect."""
    call.require_admin()
    repository = call.repository
    if repository.settings["archived"] and call.body.fields.get("archived") is not False:
        raise ApiError(403, "Repository was archived so is read-only.")
    name = _name(call.body.text("name")) if "name" in call.body else repository.name
    clash = call.world.find(name)
    if clash is not None and clash.id != repository.id:
        raise invalid("Repository", "name", "custom", "name already exists on this account")
    settings = {**repository.settings, **_settings(call)}
    branch = str(settings["default_branch"])
    if branch != repository.default_branch and call.git.branch(branch) is None:
        raise invalid("Repository", "default_branch", "invalid", f"The branch {branch} was not found.")
    if not (settings["allow_merge_commit"] or settings["allow_squash_merge"] or settings["allow_rebase_merge"]):
        raise invalid("Repository", "merge_commit_allowed", "custom", "no_merge_method")
    changed = repository.changed(name=name, settings=settings, security=_security(call, repository.security))
    call.world.save(changed)
    call.git.set_head(branch)
    return Reply(200, changed.show(call.world.owner, call.world.url))


@routes.on_repository("DELETE")
def delete(call: Call) -> Reply:
    """Removes the repository for good."""
    call.require_admin()
    call.world.delete(call.repository)
    return NO_CONTENT


@routes.on_repository("GET", "/topics")
def topics(call: Call) -> Reply:
    """The topics."""
    return Reply(200, {"names": call.repository.topics})


@routes.on_repository("PUT", "/topics")
def replace_topics(call: Call) -> Reply:
    """Sets the topics: lower case, digits and hyphens, up to 50 characters, at most 20."""
    names = call.body.texts("names")
    if len(names) > 20 or not all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", name) for name in names):
        raise invalid("Repository", "topics", "invalid", "Topics must start with a lowercase letter or number")
    call.world.save(call.repository.changed(topics=sorted(set(names))))
    return Reply(200, {"names": sorted(set(names))})


@routes.on_repository("GET", "/languages")
def languages(_: Call) -> Reply:
    """No language detection here."""
    return Reply(200, {})


def _name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,100}", name) or name in (".", "..") or name.endswith((".git", ".wiki")):
        raise invalid("Repository", "name", "invalid", f"{name} is an invalid repository name")
    return name


def _settings(call: Call) -> Json:
    settings: Json = {}
    for name, default in DEFAULTS.items():
        if name not in call.body:
            continue
        value: Any = call.body.flag(name) if isinstance(default, bool) else call.body.optional_text(name)
        settings[name] = default if value is None else value
    if "visibility" in settings:
        if settings["visibility"] not in VISIBILITIES:
            raise invalid("Repository", "visibility", "invalid", f"{settings['visibility']} is not a visibility")
        settings["private"] = settings["visibility"] != "public"
    elif "private" in settings:
        settings["visibility"] = "private" if settings["private"] else "public"
    return settings


def _security(call: Call, before: Json) -> Json:
    wanted = call.body.object("security_and_analysis")
    if wanted is None:
        return before
    return {
        **before,
        **{name: wanted.fields[name] for name in SECURITY_FEATURES if wanted.fields.get(name) is not None},
    }


def _first_commit(world: World, number: int, call: Call) -> None:
    repository, git = world.by_id(number), world.git(number)
    text = f"# {repository.name}\n"
    if repository.settings["description"]:
        text += f"{repository.settings['description']}\n"
    readme = git.add_blob(text.encode())
    tree = git.changed_tree(None, {"README.md": (0o100644, readme)})
    commit: Commit = write_commit(git, tree, [], "Initial commit", actor=call.actor)
    git.point(HEADS + repository.default_branch, commit.id.decode())
