"""Commits: writing them and showing them as the API does."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff

from dulwich.diff_tree import tree_changes
from dulwich.objects import Commit, ObjectID, TreeEntry

from sandbox.github.body import Body
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, invalid
from sandbox.github.git_repository import GitRepository
from sandbox.github.timestamps import from_seconds, now, to_seconds
from sandbox.github.tokens import Actor

MAIL_DOMAIN = "users.noreply.github.com"


@dataclass(frozen=True)
class Person:
    """Author or committer; the time in seconds since the epoch, UTC."""

    name: str
    email: str
    time: int

    @property
    def identity(self) -> bytes:
        """As git writes it."""
        return f"{self.name} <{self.email}>".encode()


def person(body: Body | None, actor: Actor) -> Person:
    """The person in a request, or the token's owner, now.

    Raises:
        ApiError: 422, name or email are missing or the date is none.
    """
    if body is None:
        return Person(actor.login, f"{actor.login}@{MAIL_DOMAIN}", to_seconds(now()))
    try:
        moment = to_seconds(body.optional_text("date") or now())
    except ValueError:
        raise invalid("Commit", "date", "invalid", "date is not an ISO 8601 time") from None
    name, email = body.text("name"), body.text("email")
    if any(c in name + email for c in "<>\n\0"):
        raise invalid("Commit", "author", "invalid", "a name or email has forbidden characters")
    return Person(name, email, moment)


def write_commit(
    git: GitRepository,
    tree: str,
    parents: Sequence[str],
    message: str,
    *,
    actor: Actor,
    author: Person | None = None,
    committer: Person | None = None,
) -> Commit:
    """Stores a commit; who and when default to the token's owner, now."""
    author = author or person(None, actor)
    committer = committer or author
    commit = Commit()
    commit.tree = ObjectID(tree.encode())
    commit.parents = [ObjectID(parent.encode()) for parent in parents]
    commit.author, commit.committer = author.identity, committer.identity
    commit.author_time, commit.commit_time = author.time, committer.time
    commit.author_timezone = commit.commit_timezone = 0
    commit.encoding = b"UTF-8"
    commit.message = message.encode()
    git.add(commit)
    return commit


def show_person(identity: bytes, time: int) -> Json:
    """Name, email and date of an author or committer."""
    name, _, rest = identity.decode(errors="replace").partition(" <")
    return {"name": name, "email": rest.rstrip(">"), "date": from_seconds(time)}


def show_git_commit(commit: Commit, api: str) -> Json:
    """The form of the git data routes."""
    sha = commit.id.decode()
    return {
        "sha": sha,
        "node_id": f"C_{sha}",
        "url": f"{api}/git/commits/{sha}",
        "html_url": f"{api}/commit/{sha}",
        "author": show_person(commit.author, commit.author_time),
        "committer": show_person(commit.committer, commit.commit_time),
        "message": commit.message.decode(errors="replace"),
        "tree": {"sha": commit.tree.decode(), "url": f"{api}/git/trees/{commit.tree.decode()}"},
        "parents": [
            {"sha": parent.decode(), "url": f"{api}/git/commits/{parent.decode()}", "html_url": ""}
            for parent in commit.parents
        ],
        "verification": {"verified": False, "reason": "unsigned", "signature": None, "payload": None},
    }


def show_commit(commit: Commit, api: str, page: str) -> Json:
    """The form of the commit routes."""
    shown, sha = show_git_commit(commit, api), commit.id.decode()
    return {
        "sha": sha,
        "node_id": shown["node_id"],
        "url": f"{api}/commits/{sha}",
        "html_url": f"{page}/commit/{sha}",
        "commit": {key: shown[key] for key in ("author", "committer", "message", "tree", "url", "verification")}
        | {"comment_count": 0},
        "author": None,
        "committer": None,
        "parents": [
            {"sha": p["sha"], "url": f"{api}/commits/{p['sha']}", "html_url": f"{page}/commit/{p['sha']}"}
            for p in shown["parents"]
        ],
    }


def changed_files(git: GitRepository, old: str | None, new: str) -> list[Json]:
    """Which files differ between two commits or trees, with their diffs, as in commits and pull requests."""
    before, after = git.tree(old) if old else None, git.tree(new)
    if after is None:
        raise ApiError(422, f"No commit found for SHA: {new}")
    listed: list[Json] = []
    for change in tree_changes(git.repo.object_store, before.id if before else None, after.id):
        status = {"add": "added", "delete": "removed"}.get(change.type, "modified")
        entry = change.old if status == "removed" else change.new
        if entry is None:
            continue
        patch = _patch(_lines(git, change.old), _lines(git, change.new))
        additions, deletions = (sum(line.startswith(sign) for line in patch) for sign in "+-")
        listed.append(
            {
                "sha": entry.sha.decode(),
                "filename": entry.path.decode(),
                "status": status,
                "additions": additions,
                "deletions": deletions,
                "changes": additions + deletions,
                "patch": "\n".join(patch),
            }
        )
    return listed


def _patch(before: list[str], after: list[str]) -> list[str]:
    return list(unified_diff(before, after, lineterm=""))[2:]  # without the two lines that name the files


def _lines(git: GitRepository, entry: TreeEntry | None) -> list[str]:
    content = git.blob(entry.sha.decode()) if entry else None
    return (content or b"").decode(errors="replace").splitlines()
