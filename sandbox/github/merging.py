"""Joining a pull request's head into its base: merge, squash or rebase, on git's objects."""

from collections.abc import Sequence

from dulwich.merge import three_way_merge
from dulwich.objects import Commit

from sandbox.github.commits import Person, write_commit
from sandbox.github.errors import ApiError
from sandbox.github.git_repository import GitRepository
from sandbox.github.tokens import Actor


class ConflictError(Exception):
    """Both sides changed the same lines."""


def merged_tree(git: GitRepository, base: str, head: str, ancestor: str | None = None) -> str:
    """The tree that joins two commits.

    Args:
        ancestor: what both started from; by default their merge base.

    Raises:
        ConflictError: they cannot be joined without a person.
    """
    ancestor = ancestor or git.merge_base(base, head)
    start = git.commit(ancestor) if ancestor else None
    ours, theirs = git.commit(base), git.commit(head)
    if ours is None or theirs is None:
        raise ConflictError
    tree, conflicts = three_way_merge(git.repo.object_store, start, ours, theirs)
    if conflicts:
        raise ConflictError
    return git.add(tree)


def mergeable(git: GitRepository, base: str, head: str) -> bool:
    """Whether a merge needs no person."""
    try:
        merged_tree(git, base, head)
    except ConflictError:
        return False
    return True


def join(git: GitRepository, method: str, base: str, head: str, *, message: str, actor: Actor) -> str:
    """Makes the commits of a merge and returns the new head of the base branch.

    Args:
        method: `merge`, `squash` or `rebase`.

    Raises:
        ConflictError: it needs a person.
        ApiError: 422, there is no such method.
    """
    match method:
        case "merge":
            parents: Sequence[str] = [base, head]
        case "squash":
            parents = [base]
        case "rebase":
            return _rebase(git, base, head, actor)
        case _:
            raise ApiError(422, "merge_method is merge, squash or rebase")
    return write_commit(git, merged_tree(git, base, head), parents, message, actor=actor).id.decode()


def _rebase(git: GitRepository, base: str, head: str, actor: Actor) -> str:
    replayed: list[Commit] = [each for each in git.history(head, exclude=[base]) if len(each.parents) == 1]
    for each in reversed(replayed):
        tree = merged_tree(git, base, each.id.decode(), each.parents[0].decode())
        name, _, email = each.author.decode(errors="replace").partition(" <")
        author = Person(name, email.rstrip(">"), each.author_time)
        base = write_commit(
            git, tree, [base], each.message.decode(errors="replace"), actor=actor, author=author
        ).id.decode()
    return base
