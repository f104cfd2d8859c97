"""One bare git repository, as the API sees it: shas and names are `str`, a missing object is `None`."""

import shutil
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dulwich.graph import can_fast_forward, find_merge_base
from dulwich.object_store import commit_tree_changes
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tag, Tree
from dulwich.refs import Ref, check_ref_format
from dulwich.repo import Repo

HEADS = "refs/heads/"
PULLS = "refs/pull/"


def pull_head(number: int) -> str:
    """The ref that keeps a pull request's newest commit, also when its branch is gone; only the server moves it."""
    return f"{PULLS}{number}/head"


_Change = tuple[bytes, int | None, ObjectID | None]


@dataclass(frozen=True)
class TreeEntry:
    """A file, directory, link or submodule inside a tree."""

    path: str
    mode: int
    sha: str


class GitRepository:
    """Reads and writes objects and refs of the repository in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.repo = Repo(str(folder))

    @classmethod
    def create(cls, folder: Path, default_branch: str) -> "GitRepository":
        """Makes an empty bare repository; what a killed creation left in the folder goes first."""
        shutil.rmtree(folder, ignore_errors=True)
        Repo.init_bare(str(folder), mkdir=True, default_branch=default_branch.encode()).close()
        return cls(folder)

    def add(self, thing: ShaFile) -> str:
        """Stores an object; storing it again is harmless."""
        self.repo.object_store.add_object(thing)
        return thing.id.decode()

    def add_blob(self, content: bytes) -> str:
        """Stores a file's content."""
        return self.add(Blob.from_string(content))

    def find(self, sha: str) -> ShaFile | None:
        """Any object by its full sha."""
        try:
            return self.repo.object_store[_id(sha)]
        except (KeyError, ValueError, AssertionError):
            return None

    def commit(self, sha: str) -> Commit | None:
        """A commit, also through an annotated tag."""
        found = self.find(sha)
        while isinstance(found, Tag):
            found = self.find(found.object[1].decode())
        return found if isinstance(found, Commit) else None

    def tree(self, sha: str) -> Tree | None:
        """A tree; the sha of a commit means the tree of that commit."""
        found = self.find(sha)
        if isinstance(found, Commit):
            found = self.find(found.tree.decode())
        return found if isinstance(found, Tree) else None

    def blob(self, sha: str) -> bytes | None:
        """A file's content."""
        found = self.find(sha)
        return found.as_raw_string() if isinstance(found, Blob) else None

    def entries(self, tree: Tree, recursive: bool = False, prefix: str = "") -> list[TreeEntry]:
        """What a tree holds, directories before what is in them."""
        listed: list[TreeEntry] = []
        for item in tree.items():
            entry = TreeEntry(prefix + item.path.decode(), item.mode, item.sha.decode())
            listed.append(entry)
            if recursive and (inner := self.tree(entry.sha)) is not None:
                listed += self.entries(inner, True, entry.path + "/")
        return listed

    def files(self, tree: Tree) -> dict[str, str]:
        """Path to blob sha of every file in a tree."""
        return {e.path: e.sha for e in self.entries(tree, recursive=True) if not stat.S_ISDIR(e.mode)}

    def entry(self, tree: Tree, path: str) -> TreeEntry | None:
        """The entry at a path of several segments."""
        entry: TreeEntry | None = None
        for segment in path.split("/"):
            if entry is not None:
                inner = self.tree(entry.sha)
                if inner is None:
                    return None
                tree = inner
            try:
                mode, sha = tree[segment.encode()]
            except KeyError:
                return None
            entry = TreeEntry(path, mode, sha.decode())
        return entry

    def changed_tree(self, base: str | None, changes: Mapping[str, tuple[int, str] | None]) -> str:
        """The sha of `base` with paths set to (mode, sha) or, for None, removed.

        Raises:
            KeyError: `base`, or a path to remove, does not exist.
        """
        start = Tree()
        if base is not None:
            found = self.tree(base)
            if found is None:
                raise KeyError(base)
            start = _copy(found)
        removed: list[_Change] = [(path.encode(), None, None) for path, change in changes.items() if change is None]
        written: list[_Change] = [
            (path.encode(), change[0], _id(change[1])) for path, change in changes.items() if change is not None
        ]
        # What goes makes room first: a folder may become a file.
        bare = commit_tree_changes(self.repo.object_store, start, removed)
        return commit_tree_changes(self.repo.object_store, bare, written).decode()

    def ref(self, name: str) -> str | None:
        """What a full ref name points at."""
        try:
            return self.repo.refs[Ref(name.encode())].decode()
        except (KeyError, ValueError):
            return None

    def branch(self, name: str) -> str | None:
        """The head commit of a branch."""
        return self.ref(HEADS + name)

    def refs(self, prefix: str) -> dict[str, str]:
        """Full names and shas below a prefix such as `refs/heads/`, sorted."""
        found = {name.decode(): sha.decode() for name, sha in self.repo.get_refs().items()}
        return {name: sha for name, sha in sorted(found.items()) if name.startswith(prefix)}

    def point(self, ref: str, sha: str) -> None:
        """Creates or moves a ref."""
        self.repo.refs[Ref(ref.encode())] = _id(sha)

    def remove(self, ref: str) -> None:
        """Deletes a ref."""
        del self.repo.refs[Ref(ref.encode())]

    def allows(self, ref: str) -> bool:
        """Whether a new ref may have this name: it is well-formed, and no ref is its folder or below it."""
        if not check_ref_format(Ref(ref.encode())):
            return False
        others = self.refs("refs/")
        return not any(other.startswith(f"{ref}/") or ref.startswith(f"{other}/") for other in others)

    def set_head(self, branch: str) -> None:
        """Makes a branch the one that a clone checks out."""
        self.repo.refs.set_symbolic_ref(Ref(b"HEAD"), Ref((HEADS + branch).encode()))

    def resolve(self, name: str) -> str | None:
        """The commit that a branch, tag or (also shortened) sha names."""
        for ref in (HEADS + name, "refs/tags/" + name, name):
            sha = self.ref(ref)
            if sha is not None:
                return sha
        if len(name) == 40:
            return name if self.commit(name) is not None else None
        if len(name) >= 7 and all(c in "0123456789abcdef" for c in name):
            shas = self.repo.object_store.iter_prefix(name.encode())
            return next((sha.decode() for sha in shas if self.commit(sha.decode()) is not None), None)
        return None

    def history(self, start: str, exclude: Iterable[str] = (), path: str | None = None) -> list[Commit]:
        """Commits reachable from `start`, newest first."""
        walker = self.repo.get_walker(
            include=[_id(start)], exclude=[_id(sha) for sha in exclude], paths=[path.encode()] if path else None
        )
        return [step.commit for step in walker]

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor."""
        found = find_merge_base(self.repo, [_id(one), _id(other)])
        return found[0].decode() if found else None

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether moving a ref from `old` to `new` is a fast-forward."""
        return can_fast_forward(self.repo, _id(old), _id(new))


def _copy(tree: Tree) -> Tree:
    # dulwich changes the tree it is given, and that one may sit in its cache.
    fresh = Tree()
    for item in tree.items():
        fresh.add(item.path, item.mode, item.sha)
    return fresh


def _id(sha: str) -> ObjectID:
    return ObjectID(sha.encode())
