"""A new repository's first content: one commit on top of the one that GitHub made with it."""

import re

from rendering.template import ANSWERS
from updates.files import Files
from updates.renderings import FIRST, first_commit, message
from updates.repository import HEADS, TAGS, Repository

_VERSION = re.compile(r'^library_version: "?([^"\s]+)"?\s*$', re.MULTILINE)


def is_fresh(repository: Repository, tip: str) -> bool:
    """Whether nobody has committed anything: only the commit of GitHub's `auto_init` has no parent."""
    return not repository.parents(tip)


def seed(repository: Repository, branch: str, tip: str, files: Files, rendering: str) -> str:
    """Fills a fresh repository and returns its new tip. Three writes: tree, commit, ref.

    Raises:
        MovedError: somebody has committed meanwhile.
        ContentError: GitHub refuses.
    """
    made = repository.commit(dict(files), message(FIRST, rendering), [tip], onto=None)
    repository.advance(f"{HEADS}/{branch}", made, tip)
    return made


def release(repository: Repository, tag: str, branch_tip: str) -> None:
    """Tags a library's first commit, once, so that services can require it.

    A tag is never moved, and later releases are the library's own: only the commit that the library started with gets
    one, and only under the version that it had then.
    """
    if repository.tip(f"{TAGS}/{tag}"):
        return
    first = first_commit(repository, branch_tip)
    if first is None:
        return
    answers = repository.files(first.sha).get(ANSWERS)
    version = _VERSION.search(repository.content(answers.sha).decode()) if answers else None
    if version and f"v{version[1]}" == tag:
        repository.create(f"{TAGS}/{tag}", first.sha)
