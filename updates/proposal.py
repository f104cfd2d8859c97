"""A template update as a pull request: one per repository, brought up to date instead of doubled.

The branch only moves forward, so that what a team commits on it survives. A branch whose pull request was merged or
closed is left alone; the next one has a new name.
"""

from collections.abc import Iterator
from itertools import count

from rendering.template import ANSWERS
from updates import description
from updates.content import Content, Delivered
from updates.files import File, Files, rendering_of
from updates.merging import Left, Merge, merge
from updates.renderings import Rendering, Renderings, message
from updates.repository import HEADS, Pull, Repository

BRANCH = "platform/template-update"


def propose(repository: Repository, onto: str, tip: str, content: Content) -> Delivered:
    """Opens or updates the pull request that a repository needs; does nothing when it is current.

    Args:
        repository: on GitHub.
        onto: its default branch.
        tip: of that branch.
        content: what the platform has for it.

    Raises:
        MovedError: somebody moved a branch meanwhile; nothing is half done that another attempt does not finish.
        github.GithubException: GitHub refuses.
    """
    pull = open_pull(repository, onto)
    head = (repository.tip(f"{HEADS}/{pull.branch}") if pull else None) or tip
    here = repository.files(head)
    if is_current(here, content):
        if pull and description.rendering_named_in(pull.body) not in ("", content.rendering):
            _describe_again(repository, pull, tip, content)
        return Delivered(pull_request=pull.url if pull else "")
    known = Renderings(repository, tip)
    if pull is None and _was_declined(repository, onto, content.rendering, known.get(content.rendering)):
        return Delivered()
    named = rendering_of_files(repository, here)
    merged = _merge(repository, known, here, named, content)
    known.keep(content.rendering, {path: file for path, file in content.files.items() if _is_offered(path, merged)})
    if merged.changes.keys() <= {ANSWERS}:
        return Delivered(pull_request=pull.url if pull else "")
    if pull:
        _extend(repository, pull.branch, head, merged, content)
        text = description.body(content, merged, pull.branch, first=not named, before=pull.body)
        repository.describe(pull, text)
        return Delivered(pull.url, f"update added to {pull.url}{_warning(merged)}")
    branch = _branch(repository, tip, merged, content)
    opened = repository.propose(
        branch,
        onto,
        description.title(content, first=not named),
        description.body(content, merged, branch, first=not named),
        draft=bool(merged.conflicts),
    )
    return Delivered(opened.url, f"opened {opened.url}{_warning(merged)}")


def open_pull(repository: Repository, onto: str) -> Pull | None:
    """The open pull request of the platform, if there is one."""
    return next((pull for pull in repository.pulls(state="open", base=onto) if pull.branch.startswith(BRANCH)), None)


def is_current(here: Files, content: Content) -> bool:
    """Whether a branch was brought to this very state of the template."""
    answers = here.get(ANSWERS)
    return answers is not None and answers.sha == content.files[ANSWERS].sha


def rendering_of_files(repository: Repository, files: Files) -> str:
    """The rendering that a branch was last brought to; empty when it was to none."""
    answers = files.get(ANSWERS)
    return rendering_of(repository.content(answers.sha)) if answers else ""


def _was_declined(repository: Repository, onto: str, rendering: str, offered: Rendering | None) -> bool:
    """Whether the team has closed a pull request with this very state. It was offered once the state was kept."""
    if offered is None:
        return False
    for pull in repository.pulls(state="closed", base=onto, sort="updated", direction="desc"):
        if pull.updated_at < offered.date:
            return False
        if pull.branch.startswith(BRANCH) and description.rendering_named_in(pull.body) == rendering:
            return not pull.merged
    return False


def _merge(repository: Repository, known: Renderings, here: Files, named: str, content: Content) -> Merge:
    # A guest that took nothing from the platform yet shares no past with it; nor does a new repository that somebody
    # was faster to fill.
    guest = content.guest or not known
    base: Files = {} if guest and not named else known.base(named)

    def read(file: File) -> bytes:
        return file.content if file.content is not None else repository.content(file.sha)

    return merge(base, here, content.files, read, guest=guest)


def _is_offered(path: str, merged: Merge) -> bool:
    """Whether the template's file may be a base of later merges; what is a guest's own never is."""
    return merged.left.get(path) not in (Left.EXISTS, Left.ELSEWHERE)


def _describe_again(repository: Repository, pull: Pull, tip: str, content: Content) -> None:
    """Gives a pull request the text of its newest commit, which an interrupted run owes it."""
    here = repository.files(tip)
    named = rendering_of_files(repository, here)
    merged = _merge(repository, Renderings(repository, tip), here, named, content)
    repository.describe(pull, description.body(content, merged, pull.branch, first=not named, before=pull.body))


def _branch(repository: Repository, tip: str, merged: Merge, content: Content) -> str:
    """A branch with the update on it; the one that an interrupted run left, or a new one."""
    for name in _names(content.rendering):
        there = repository.tip(f"{HEADS}/{name}")
        if there is None:
            made = _commit(repository, tip, merged, content)
            repository.create(f"{HEADS}/{name}", made)
            return name
        if is_current(repository.files(there), content) and not repository.proposed(name):
            return name
    raise AssertionError("unreachable")


def _names(rendering: str) -> Iterator[str]:
    yield BRANCH
    yield f"{BRANCH}-{rendering}"
    yield from (f"{BRANCH}-{rendering}-{number}" for number in count(2))


def _extend(repository: Repository, branch: str, head: str, merged: Merge, content: Content) -> None:
    repository.advance(f"{HEADS}/{branch}", _commit(repository, head, merged, content), head)


def _commit(repository: Repository, onto: str, merged: Merge, content: Content) -> str:
    text = message("Update from the platform's template", content.rendering)
    return repository.commit(merged.changes, text, [onto], onto=onto)


def _warning(merged: Merge) -> str:
    count = len(merged.conflicts)
    return f"; {count} {'file has' if count == 1 else 'files have'} conflicts to resolve there" if count else ""
