"""One repository on GitHub, through the Git Data API.

What is deliberately not here: nothing deletes, archives or forces. A ref is created where none is, or moved forward.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import github

from updates.connection import Connection
from updates.errors import ContentError, MovedError
from updates.files import File

HEADS, TAGS = "heads", "tags"


@dataclass(frozen=True)
class Commit:
    """A commit of a branch's history."""

    sha: str
    message: str
    parents: tuple[str, ...]
    date: str


@dataclass(frozen=True)
class Pull:
    """A pull request.

    Attributes:
        number: in its repository.
        url: for a browser.
        branch: that it proposes.
        body: its text.
        state: open or closed.
        merged: whether it was merged.
        draft: whether it says that it is not ready.
        updated_at: ISO 8601, in UTC.
    """

    number: int
    url: str
    branch: str
    body: str
    state: str
    merged: bool
    draft: bool
    updated_at: str


class Repository:
    """Reads and writes of one repository.

    Args:
        connection: to its GitHub.
        owner: the organisation.
        name: the repository's.
    """

    def __init__(self, connection: Connection, owner: str, name: str) -> None:
        self._connection = connection
        self._owner = owner
        self.name = name
        self._base = f"/repos/{owner}/{name}"

    def tip(self, ref: str) -> str | None:
        """The commit of a ref such as `heads/main`; None when there is no such ref."""
        found = self._connection.get(f"{self._base}/git/ref/{quote(ref)}")
        return found["object"]["sha"] if found else None

    def parents(self, sha: str) -> tuple[str, ...]:
        """The parents of a commit."""
        return tuple(parent["sha"] for parent in self._connection.get(f"{self._base}/git/commits/{sha}")["parents"])

    def history(self, start: str, path: str | None = None) -> Iterator[Commit]:
        """The commits that lead to one, newest first; with a path, those that touch it."""
        chosen = {"sha": start, "path": path} if path else {"sha": start}
        for entry in self._connection.pages(f"{self._base}/commits", chosen):
            parents = tuple(parent["sha"] for parent in entry["parents"])
            yield Commit(entry["sha"], entry["commit"]["message"], parents, entry["commit"]["committer"]["date"])

    def files(self, commit: str) -> dict[str, File]:
        """All files of a commit, without their contents.

        Raises:
            ContentError: there are more than GitHub lists at once.
        """
        listed = self._connection.get(f"{self._base}/git/trees/{commit}", {"recursive": 1})
        if listed["truncated"]:
            raise ContentError(f"{self.name}: has more files than GitHub lists at once; it cannot be compared")
        return {entry["path"]: File(entry["mode"], entry["sha"]) for entry in listed["tree"] if entry["type"] != "tree"}

    def content(self, sha: str) -> bytes:
        """The content of a blob."""
        return base64.b64decode(self._connection.get(f"{self._base}/git/blobs/{sha}")["content"])

    def commit(
        self, changes: Mapping[str, File | None], message: str, parents: Sequence[str], *, onto: str | None
    ) -> str:
        """Makes a commit that no ref points at yet.

        Args:
            changes: by path, what a file becomes; None removes it.
            message: of the commit.
            parents: its parents.
            onto: the commit whose files are changed; None begins with none.
        """
        tree: dict[str, Any] = {"tree": [self._entry(path, file) for path, file in sorted(changes.items())]}
        if onto:
            tree["base_tree"] = self._connection.get(f"{self._base}/git/commits/{onto}")["tree"]["sha"]
        made = self._connection.write("POST", f"{self._base}/git/trees", tree)["sha"]
        body = {"message": message, "tree": made, "parents": list(parents)}
        return self._connection.write("POST", f"{self._base}/git/commits", body)["sha"]

    def _entry(self, path: str, file: File | None) -> dict[str, Any]:
        entry: dict[str, Any] = {"path": path, "mode": file.mode if file else "100644", "type": "blob"}
        if file is None:
            return {**entry, "sha": None}
        if file.mode == "160000":
            return {**entry, "type": "commit", "sha": file.sha}
        if file.content is None:
            return {**entry, "sha": file.sha}
        if file.text is not None:
            return {**entry, "content": file.text}
        # A tree's entry takes text only.
        blob = {"content": base64.b64encode(file.content).decode(), "encoding": "base64"}
        return {**entry, "sha": self._connection.write("POST", f"{self._base}/git/blobs", blob)["sha"]}

    def create(self, ref: str, sha: str) -> None:
        """Points a new ref at a commit.

        Raises:
            MovedError: there is such a ref, elsewhere.
            ContentError: GitHub refuses.
        """
        try:
            self._connection.write("POST", f"{self._base}/git/refs", {"ref": f"refs/{ref}", "sha": sha})
        except github.GithubException as error:
            self._settle(ref, sha, None, error)

    def advance(self, ref: str, sha: str, before: str) -> None:
        """Moves a ref forward.

        Args:
            ref: such as `heads/main`.
            sha: a commit above the one that it points at.
            before: where it pointed when it was read.

        Raises:
            MovedError: it has moved meanwhile.
            ContentError: GitHub refuses, for example by a ruleset.
        """
        try:
            self._connection.write("PATCH", f"{self._base}/git/refs/{quote(ref)}", {"sha": sha, "force": False})
        except github.GithubException as error:
            self._settle(ref, sha, before, error)

    def _settle(self, ref: str, sha: str, before: str | None, error: github.GithubException) -> None:
        """Tells what a refused write of a ref means: done by an attempt whose answer was lost, moved, or refused."""
        now = self.tip(ref)
        if now == sha:
            return
        if now != before:
            raise MovedError(ref) from None
        raise error

    def pulls(self, **parameters: str) -> Iterator[Pull]:
        """Pull requests, as GitHub's parameters select and sort them."""
        full_name = f"{self._owner}/{self.name}".lower()
        for entry in self._connection.pages(f"{self._base}/pulls", parameters):
            head = entry["head"]
            # A fork's branch may have any name.
            if head["repo"] and head["repo"]["full_name"].lower() == full_name:
                yield _pull(entry)

    def propose(self, branch: str, onto: str, title: str, body: str, *, draft: bool) -> Pull:
        """Opens a pull request, or finds the one that is open for this branch.

        Args:
            branch: what is proposed.
            onto: the branch that it is for.
            title: of the pull request.
            body: its text.
            draft: not ready for a merge. Where GitHub has no drafts, it is opened without.
        """
        request = {"head": branch, "base": onto, "title": title, "body": body, "draft": draft}
        try:
            return _pull(self._connection.write("POST", f"{self._base}/pulls", request))
        except github.GithubException as error:
            found = next(self.pulls(state="open", head=f"{self._owner}:{branch}", base=onto), None)
            if found:
                return found
            if draft and error.status == 422 and "draft" in str(error.data).lower():
                return self.propose(branch, onto, title, body, draft=False)
            raise

    def proposed(self, branch: str) -> bool:
        """Whether a branch ever had a pull request."""
        return next(self.pulls(state="all", head=f"{self._owner}:{branch}"), None) is not None

    def describe(self, pull: Pull, body: str) -> None:
        """Changes the text of a pull request."""
        self._connection.write("PATCH", f"{self._base}/pulls/{pull.number}", {"body": body})


def _pull(entry: Mapping[str, Any]) -> Pull:
    return Pull(
        number=entry["number"],
        url=entry["html_url"],
        branch=entry["head"]["ref"],
        body=entry["body"] or "",
        state=entry["state"],
        merged=bool(entry["merged_at"]),
        draft=bool(entry.get("draft")),
        updated_at=entry["updated_at"],
    )
