"""The branch `platform/template`: what the template alone made of a repository, one commit for each state of it.

It is made when the first update comes and only ever grows. Its first commit is the one that a new repository started
with. Nobody works on it: it is the base of every three-way merge, and shows what the template changed and when.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rendering.template import ANSWERS
from updates.files import File, Files, changed, rendering_of
from updates.repository import HEADS, Commit, Repository

BRANCH = "platform/template"
# The subject of the commit that fills a new repository.
FIRST = "Start from the PyAirtable template"
TRAILER = "Platform-Rendering"
_TRAILED = re.compile(rf"^{TRAILER}: ([0-9a-f]+)\s*$", re.MULTILINE)


def message(subject: str, rendering: str) -> str:
    """A commit message that names a rendering."""
    return f"{subject}\n\n{TRAILER}: {rendering}\n"


def named_in(text: str) -> str:
    """The rendering that a commit message names; empty when it names none."""
    found = _TRAILED.findall(text)
    return found[-1] if found else ""


@dataclass(frozen=True)
class Rendering:
    """A state of the template that a repository was offered."""

    commit: str
    date: str


class Renderings:
    """What a repository was offered so far.

    Args:
        repository: on GitHub.
        main: the tip of its default branch.
    """

    def __init__(self, repository: Repository, main: str) -> None:
        self._repository = repository
        self.tip = repository.tip(f"{HEADS}/{BRANCH}")
        self._first = None if self.tip else first_commit(repository, main)
        self._known: dict[str, Rendering] = {}
        if self.tip:
            for commit in repository.history(self.tip):
                named = named_in(commit.message) or _named_by_file(repository, commit)
                if named:
                    self._known[named] = Rendering(commit.sha, commit.date)
        elif self._first:
            named = named_in(self._first.message) or _named_by_file(repository, self._first)
            self._known[named] = Rendering(self._first.sha, self._first.date)

    def __bool__(self) -> bool:
        """Whether it was offered any."""
        return bool(self._known)

    def get(self, rendering: str) -> Rendering | None:
        """The state of this name."""
        return self._known.get(rendering)

    def base(self, rendering: str) -> Files:
        """The files of a state; of the oldest known one for a name that is not known, none where there is none.

        An older base than the true one makes more conflicts, and never loses anything.
        """
        found = self._known.get(rendering) or next(reversed(self._known.values()), None)
        return self._repository.files(found.commit) if found else {}

    def keep(self, rendering: str, files: Mapping[str, File]) -> None:
        """Adds a state, unless it is there already.

        Raises:
            MovedError: somebody else did meanwhile.
        """
        if rendering in self._known:
            return
        before = self.tip or (self._first.sha if self._first else None)
        if before:
            changes = changed(self._repository.files(before), files)
            parents = [before]
        else:
            changes, parents = dict(files), []
        text = message("Render the platform's template", rendering)
        made = self._repository.commit(changes, text, parents, onto=before)
        if self.tip:
            self._repository.advance(f"{HEADS}/{BRANCH}", made, self.tip)
        else:
            self._repository.create(f"{HEADS}/{BRANCH}", made)
        self.tip = made
        self._known[rendering] = Rendering(made, "")


def first_commit(repository: Repository, main: str) -> Commit | None:
    """The commit that filled a new repository; None where the repository did not start from the template."""
    touching = list(repository.history(main, path=ANSWERS))
    if not touching:
        return None
    first = touching[-1]
    return first if first.message.startswith(FIRST) else None


def _named_by_file(repository: Repository, commit: Commit) -> str:
    """The rendering of a commit that was made before messages named it."""
    if not commit.message.startswith(FIRST):
        return ""
    answers = repository.files(commit.sha).get(ANSWERS)
    return rendering_of(repository.content(answers.sha)) if answers else ""
