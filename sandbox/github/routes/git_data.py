"""Git objects: blobs, trees and commits, each stored as it is sent."""

import base64
import binascii

from sandbox.github.body import Body
from sandbox.github.call import Call, Reply
from sandbox.github.commits import person, show_git_commit, write_commit
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, invalid, not_found
from sandbox.github.git_repository import HEADS, TreeEntry
from sandbox.github.routing import Routes

routes = Routes()

MODES = ("100644", "100755", "040000", "160000", "120000")
TYPES = {0o040000: "tree", 0o160000: "commit"}


def require_content(call: Call) -> None:
    """The git data routes do not work before a repository's first commit.

    Raises:
        ApiError: 409.
    """
    if not call.git.refs(HEADS):
        raise ApiError(409, "Git Repository is empty.")


@routes.on_repository("POST", "/git/blobs")
def create_blob(call: Call) -> Reply:
    """Stores a file's content."""
    require_content(call)
    sha = call.git.add_blob(decoded(call.body.text("content"), call.body.optional_text("encoding") or "utf-8"))
    return Reply(201, {"sha": sha, "url": f"{call.api}/git/blobs/{sha}"})


@routes.on_repository("GET", "/git/blobs/{sha}")
def read_blob(call: Call) -> Reply:
    """A file's content, base64."""
    sha = call.path["sha"]
    content = call.git.blob(sha)
    if content is None:
        raise not_found()
    return Reply(
        200,
        {
            "sha": sha,
            "node_id": f"B_{sha}",
            "size": len(content),
            "encoding": "base64",
            "content": base64.encodebytes(content).decode(),
            "url": f"{call.api}/git/blobs/{sha}",
        },
    )


@routes.on_repository("POST", "/git/trees")
def create_tree(call: Call) -> Reply:
    """A tree from entries on top of `base_tree`; an entry brings its content or names a stored object."""
    require_content(call)
    entries = call.body.objects("tree")
    if not entries:
        raise ApiError(422, "Invalid tree info")
    changes = {_path(entry): _change(call, entry) for entry in entries}
    base = call.body.optional_text("base_tree")
    if base is not None and call.git.tree(base) is None:
        raise ApiError(422, "base_tree is not a valid tree oid")
    try:
        sha = call.git.changed_tree(base, changes)
    except KeyError:
        raise ApiError(422, "GitRPC::BadObjectState") from None
    return Reply(201, _show_tree(call, sha, recursive=False))


@routes.on_repository("GET", "/git/trees/{sha:path}")
def read_tree(call: Call) -> Reply:
    """A tree, by its sha, a commit's sha or a branch."""
    require_content(call)
    name = call.path["sha"]
    sha = name if call.git.tree(name) is not None else call.git.resolve(name)
    if sha is None or call.git.tree(sha) is None:
        raise not_found()
    return Reply(200, _show_tree(call, sha, recursive="recursive" in call.query))


@routes.on_repository("POST", "/git/commits")
def create_commit(call: Call) -> Reply:
    """A commit that no ref points at yet."""
    require_content(call)
    tree, parents = call.body.text("tree"), call.body.texts("parents")
    if call.git.tree(tree) is None or call.git.commit(tree) is not None:
        raise ApiError(422, "Tree SHA does not exist")
    if not all(call.git.commit(parent) is not None for parent in parents):
        raise ApiError(422, "Parent SHA does not exist or is not a commit object")
    author = person(call.body.object("author"), call.actor)
    committer = person(call.body.object("committer"), call.actor) if "committer" in call.body else author
    commit = write_commit(
        call.git, tree, parents, call.body.text("message"), actor=call.actor, author=author, committer=committer
    )
    return Reply(201, show_git_commit(commit, call.api))


@routes.on_repository("GET", "/git/commits/{sha}")
def read_commit(call: Call) -> Reply:
    """A commit by its sha."""
    commit = call.git.commit(call.path["sha"])
    if commit is None:
        raise not_found()
    return Reply(200, show_git_commit(commit, call.api))


def decoded(content: str, encoding: str) -> bytes:
    """What a request sent as text or base64.

    Raises:
        ApiError: 422, neither of the two.
    """
    if encoding == "utf-8":
        return content.encode()
    if encoding != "base64":
        raise invalid("Blob", "encoding", "invalid", f"{encoding} is not utf-8 or base64")
    try:
        return base64.b64decode(content)
    except binascii.Error:
        raise ApiError(422, "content is not valid Base64") from None


def _path(entry: Body) -> str:
    path = entry.text("path")
    if any(part in ("", ".", "..", ".git") for part in path.split("/")):
        raise ApiError(422, "tree.path contains a malformed path component")
    return path


def _change(call: Call, entry: Body) -> tuple[int, str] | None:
    mode = entry.optional_text("mode") or "100644"
    if mode not in MODES:
        raise ApiError(422, "tree.mode must be one of 100644, 100755, 040000, 160000 or 120000")
    content = entry.optional_text("content")
    if content is not None:
        return int(mode, 8), call.git.add_blob(content.encode())
    if "sha" not in entry:
        raise ApiError(422, "tree.sha or tree.content must be given")
    sha = entry.optional_text("sha")
    if sha is None:
        return None
    if mode != "160000" and call.git.find(sha) is None:
        raise ApiError(422, f"tree.sha {sha} is not a valid object")
    return int(mode, 8), sha


def _show_tree(call: Call, name: str, recursive: bool) -> Json:
    tree = call.git.tree(name)
    if tree is None:
        raise not_found()
    sha = tree.id.decode()
    return {
        "sha": sha,
        "url": f"{call.api}/git/trees/{sha}",
        "tree": [_show_entry(call, entry) for entry in call.git.entries(tree, recursive)],
        "truncated": False,
    }


def _show_entry(call: Call, entry: TreeEntry) -> Json:
    kind = TYPES.get(entry.mode, "blob")
    shown: Json = {
        "path": entry.path,
        "mode": f"{entry.mode:06o}",
        "type": kind,
        "sha": entry.sha,
        "url": f"{call.api}/git/{kind}s/{entry.sha}",
    }
    if kind == "blob":
        shown["size"] = len(call.git.blob(entry.sha) or b"")
    return shown
