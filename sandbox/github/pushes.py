"""Moving refs, whichever way the change came: API, git over http, or a merge."""

from sandbox.github.errors import ApiError
from sandbox.github.git_repository import HEADS, pull_head
from sandbox.github.repository import Repository
from sandbox.github.rules import RefChange, check
from sandbox.github.timestamps import now
from sandbox.github.world import World


def push(change: RefChange, refusal: int = 422) -> None:
    """Points a ref at a commit, or deletes it, if the rulesets allow it.

    Args:
        refusal: the status with which a ruleset refuses.

    Raises:
        ApiError: a ruleset forbids it, or the repository is archived.
    """
    if change.repository.settings["archived"]:
        raise ApiError(403, "Repository was archived so is read-only.")
    check(change, refusal)
    move(change.world, change.repository, change.ref, change.new)


def move(world: World, repository: Repository, ref: str, sha: str | None) -> None:
    """The same without asking the rulesets, for a merge that was checked as such."""
    git = world.git(repository.id)
    if sha is None:
        git.remove(ref)
    else:
        git.point(ref, sha)
    record_push(world, repository, ref)


def record_push(world: World, repository: Repository, ref: str) -> None:
    """Notes the time, and what the push means for the open pull requests of a branch, as github.com does.

    They keep its newest commit under a ref of their own, and are closed when the branch is gone.
    """
    world.save(repository.changed(pushed_at=now()))
    if not ref.startswith(HEADS):
        return
    git = world.git(repository.id)
    sha = git.ref(ref)
    for issue in world.database.all(repository.id, "issue"):
        pull = issue.get("pull")
        if not pull or issue["state"] != "open" or HEADS + pull["head_ref"] != ref:
            continue
        kept = pull_head(issue["number"])
        if sha is not None:
            git.point(kept, sha)
            continue
        last = {**pull, "head_sha": git.ref(kept) or pull["first_head"]}
        closed = {**issue, "state": "closed", "closed_at": now(), "updated_at": now(), "pull": last}
        world.database.put(repository.id, "issue", issue["number"], closed)
