"""How many content writes a run asks of github.com, said before it starts when they do not fit in an hour.

Counted from what is known without asking: the state, and which repositories exist. What is not known counts as its
most, so the run never takes longer than said.
"""

from collections.abc import Mapping, Sequence

import pulumi

from catalog.model import Repository
from components import recorded
from components.organization import Adoption
from components.recorded import Recorded
from components.repository_content import TYPE, rendering_of_folder
from components.service_repository import content_name
from updates.budget import AN_HOUR, Budget, duration

# Tree, commit and ref; a library's tag; the repository itself, which Pulumi's GitHub provider makes.
FIRST, TAG, REPOSITORY = 3, 1, 1
# The same three on the template's branch and on the update's, and the pull request.
UPDATE = 7


def expected(
    repositories: Sequence[Repository],
    adoptions: Mapping[str, Adoption],
    sources: Mapping[str, str],
    state: Recorded,
) -> dict[str, int]:
    """Content writes by repository, at most.

    Args:
        repositories: that the run manages.
        adoptions: by name, whether each exists.
        sources: by name, the folder with its rendered content.
        state: of the stack.
    """
    known = state.of_type(TYPE)
    writes: dict[str, int] = {}
    for repository in repositories:
        content = known.get(content_name(repository.short_name))
        if content and content.get("rendering") == rendering_of_folder(sources[repository.name]):
            writes[repository.name] = 0
        elif adoptions[repository.name].import_name is None:
            writes[repository.name] = REPOSITORY + FIRST + (TAG if repository.kind == "library" else 0)
        else:
            writes[repository.name] = UPDATE
    return writes


def warning(repositories: Sequence[Repository], writes: Mapping[str, int], used: int) -> str | None:
    """What to tell a person about a run that does not fit in an hour; None when it fits.

    Args:
        repositories: that the run manages.
        writes: what `expected` returned.
        used: content writes of the last hour.
    """
    total = sum(writes.values())
    if total == 0 or used + total <= AN_HOUR:
        return None
    minutes = round(duration(total, used) / 60)
    text = (
        f"github: this run writes content up to {total} times, {used} writes of the last hour count too, and GitHub's "
        f"limits leave room for {AN_HOUR} an hour. It keeps to them and takes about {minutes // 60} h {minutes % 60} "
        "min, waiting in between"
    )
    phases = sorted({repository.phase for repository in repositories})
    fitting = [
        phase
        for phase in phases
        if used + sum(writes[repository.name] for repository in repositories if repository.phase <= phase) <= AN_HOUR
    ]
    if fitting:
        return f"{text}; `pulumi config set throughPhase {fitting[-1]}` makes a part of it that fits in an hour"
    return text


def announce(
    budget: Budget | None,
    repositories: Sequence[Repository],
    adoptions: Mapping[str, Adoption],
    sources: Mapping[str, str],
) -> None:
    """Says it in a preview and in an update, before anything is registered.

    Args:
        budget: of the GitHub; None where there are no limits.
        repositories: that the run manages.
        adoptions: by name, whether each exists.
        sources: by name, the folder with its rendered content.
    """
    if budget is None or not repositories:
        return
    text = warning(repositories, expected(repositories, adoptions, sources, recorded.read()), budget.used())
    if text:
        pulumi.log.warn(text)
