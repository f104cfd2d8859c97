"""Files by path: read, write and delete, one commit each."""

import base64
import stat
from urllib.parse import quote

from sandbox.github.call import Call, Reply
from sandbox.github.commits import person, show_git_commit, write_commit
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, not_found
from sandbox.github.git_repository import HEADS, TreeEntry
from sandbox.github.pushes import push
from sandbox.github.routes.git_data import decoded
from sandbox.github.routing import Routes
from sandbox.github.rules import RefChange

routes = Routes()


def _commit_at(call: Call, ref: str) -> str:
    sha = call.git.resolve(ref)
    if sha is None:
        empty = not call.git.refs(HEADS)
        raise ApiError(404, "This repository is empty." if empty else f"No commit found for the ref {ref}")
    return sha


def _show(call: Call, entry: TreeEntry, ref: str, content: bool = False) -> Json:
    kind = "dir" if stat.S_ISDIR(entry.mode) else "file"
    path = quote(entry.path)
    data = call.git.blob(entry.sha) or b""
    # The provider reads the ref back from `?ref=` in this address.
    url = f"{call.api}/contents/{path}?ref={quote(ref, safe='')}"
    shown: Json = {
        "type": kind,
        "name": entry.path.rsplit("/", 1)[-1],
        "path": entry.path,
        "sha": entry.sha,
        "size": len(data),
        "url": url,
        "html_url": f"{call.page}/blob/{ref}/{path}",
        "git_url": f"{call.api}/git/blobs/{entry.sha}",
        "download_url": None,
    }
    if content:
        shown |= {"encoding": "base64", "content": base64.encodebytes(data).decode()}
    return shown


@routes.on_repository("GET", "/contents/{path:path}")
def read(call: Call) -> Reply:
    """A file with its content, or a directory's entries; `ref` defaults to the default branch."""
    ref = call.query.get("ref") or call.repository.default_branch
    tree = call.git.tree(_commit_at(call, ref))
    path = call.path.get("path", "").strip("/")
    entry = call.git.entry(tree, path) if tree is not None and path else None
    if entry is not None and not stat.S_ISDIR(entry.mode):
        return Reply(200, _show(call, entry, ref, content=True))
    inner = call.git.tree(entry.sha) if entry is not None else None
    if path and inner is None:
        raise not_found()
    listed = inner or tree
    prefix = f"{path}/" if path else ""
    entries = call.git.entries(listed, prefix=prefix) if listed is not None else []
    return Reply(200, [_show(call, each, ref) for each in entries])


@routes.on_repository("GET", "/contents")
def read_root(call: Call) -> Reply:
    """The entries of the root directory."""
    return read(call)


@routes.on_repository("GET", "/readme")
def readme(call: Call) -> Reply:
    """The README of the root directory."""
    tree = call.git.tree(_commit_at(call, call.repository.default_branch))
    entry = call.git.entry(tree, "README.md") if tree is not None else None
    if entry is None:
        raise not_found()
    return Reply(200, _show(call, entry, call.repository.default_branch, content=True))


@routes.on_repository("PUT", "/contents/{path:path}")
def write(call: Call) -> Reply:
    """Creates a file, or replaces the version whose sha is given."""
    content = decoded(call.body.text("content"), "base64")
    return _change(call, call.git.add_blob(content))


@routes.on_repository("DELETE", "/contents/{path:path}")
def delete(call: Call) -> Reply:
    """Deletes the version whose sha is given."""
    return _change(call, None)


def _change(call: Call, blob: str | None) -> Reply:
    branch = _text(call, "branch") or call.repository.default_branch
    path, message = call.path["path"], _text(call, "message") or ("Delete" if blob is None else "Update")
    head = call.git.branch(branch)
    if head is None and call.git.refs(HEADS):
        raise ApiError(404, f"Branch {branch} not found")
    tree = call.git.tree(head) if head else None
    before = call.git.entry(tree, path) if tree is not None else None
    _check_version(before, _text(call, "sha"), deleting=blob is None)
    mode = before.mode if before else 0o100644
    root = call.git.changed_tree(head, {path: None if blob is None else (mode, blob)})
    author = person(call.body.object("author") or call.body.object("committer"), call.actor)
    commit = write_commit(call.git, root, [head] if head else [], message, actor=call.actor, author=author)
    push(RefChange(call.world, call.repository, HEADS + branch, commit.id.decode(), call.actor), refusal=409)
    shown = None if blob is None else _show(call, TreeEntry(path, mode, blob), branch)
    status = 200 if before is not None else 201
    return Reply(status, {"content": shown, "commit": show_git_commit(commit, call.api)})


def _check_version(before: TreeEntry | None, sha: str | None, deleting: bool) -> None:
    if before is None:
        if deleting:
            raise not_found()
        if sha is not None:
            raise ApiError(409, "The file does not exist; do not give a sha")
    elif sha is None:
        raise ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    elif sha != before.sha:
        raise ApiError(409, f"{before.path} does not match {sha}")


def _text(call: Call, name: str) -> str | None:
    # DELETE may come with query parameters in place of a body.
    return call.body.optional_text(name) or call.query.get(name)
