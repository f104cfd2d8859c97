"""What the platform has for a repository, and what came of offering it."""

from dataclasses import dataclass

from updates.files import Files


@dataclass(frozen=True)
class Content:
    """What the platform has for a repository.

    Attributes:
        files: with their contents.
        rendering: the name of this state.
        guest: whether the repository was there before the platform: nothing is ever committed to its default branch,
            and no file that it has is touched.
        release: tag of its first commit; empty for what is no library.
    """

    files: Files
    rendering: str
    guest: bool = False
    release: str = ""


@dataclass(frozen=True)
class Delivered:
    """What was done.

    Attributes:
        pull_request: address of the open pull request; empty when there is none.
        news: what was done, for the person who watches; empty when it was nothing.
    """

    pull_request: str = ""
    news: str = ""
