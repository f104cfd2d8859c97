"""What a pull request of the platform says. Its text stands between two comments; what people write around it stays."""

import re

from updates.content import Content
from updates.merging import Merge

_BEGIN, _END = "<!-- platform: {} -->", "<!-- platform: end -->"
_OWN = re.compile(r"<!-- platform: (?P<rendering>[0-9a-f]+) -->.*?<!-- platform: end -->", re.DOTALL)


def title(content: Content, first: bool) -> str:
    """The title of a pull request that is opened; `first` when the repository has nothing of the platform yet."""
    return "Add what the platform offers" if content.guest and first else "Update from the platform's template"


def body(content: Content, merged: Merge, branch: str, first: bool, before: str = "") -> str:
    """The text of a pull request.

    Args:
        content: what the platform offers.
        merged: what became of it.
        branch: that is proposed.
        first: whether the repository has nothing of the platform yet.
        before: the pull request's present text.
    """
    parts = [_BEGIN.format(content.rendering), _opening(content, first)]
    if merged.conflicts:
        parts.append(_conflicts(merged, branch))
    if merged.left:
        lines = [f"- `{path}` {left}" for path, left in merged.left.items()]
        parts.append("\n".join(["**Left as it is here:**", "", *lines]))
    parts.append(
        "Commit to this branch whatever this repository needs: a later update comes on top of it. Closing this pull "
        "request declines this update; the next one is offered again."
    )
    text = "\n\n".join([*parts, _END])
    return _OWN.sub(lambda _: text, before) if _OWN.search(before) else "\n\n".join(filter(None, [before, text]))


def rendering_named_in(text: str) -> str:
    """The rendering that a pull request's text is about; empty when it is none of the platform's."""
    found = _OWN.search(text)
    return found["rendering"] if found else ""


def _opening(content: Content, first: bool) -> str:
    if content.guest and first:
        return (
            "This repository has become part of the platform, as it is. This adds what every repository of the "
            "platform has and this one has not. No file that exists here is changed; merge it, change it first, or "
            "take from it what is useful."
        )
    return (
        "The template that this repository started from has improved. This joins the change with what was changed here "
        "since."
    )


def _conflicts(merged: Merge, branch: str) -> str:
    lines = [f"- `{path}`" for path in merged.conflicts]
    return "\n".join(
        [
            "**Conflicts: the template and this repository changed the same lines.** Both stand in these files between "
            "conflict markers:",
            "",
            *lines,
            "",
            "Nothing was overwritten. To finish, choose in each file, then mark this pull request as ready:",
            "",
            "```sh",
            f"git fetch && git switch {branch}",
            "git grep -n '^<<<<<<< this repository'",
            "# edit, then",
            'git commit --all --message "Join the template\'s change" && git push',
            "```",
        ]
    )
