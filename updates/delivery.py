"""Brings a repository's content to where the template is: the first commit of a new one, else a pull request."""

from collections.abc import Callable

import github
import requests

from updates import proposal, seeding
from updates.connection import reason
from updates.content import Content, Delivered
from updates.errors import ContentError, MovedError
from updates.repository import HEADS, TAGS, Repository

# Somebody pushing between a read and a write is rare; so often in a row it is something else.
ATTEMPTS = 4


def deliver(repository: Repository, branch: str, content: Content) -> Delivered:
    """Does what a repository needs; nothing when it is current.

    Args:
        repository: on GitHub.
        branch: its default branch.
        content: what the platform has for it.

    Raises:
        ContentError: GitHub refuses or does not answer; the text names the repository and the cause.
    """
    try:
        return _until_still(lambda: _deliver(repository, branch, content))
    except (github.GithubException, requests.RequestException) as error:
        raise ContentError(f"{repository.name}: its content: {_explained(error, branch)}") from None
    except MovedError as error:
        raise ContentError(f"{repository.name}: {error} moves all the time; try again") from None


def _until_still(work: Callable[[], Delivered]) -> Delivered:
    for _ in range(ATTEMPTS - 1):
        try:
            return work()
        except MovedError:
            continue
    return work()


def _deliver(repository: Repository, branch: str, content: Content) -> Delivered:
    tip = repository.tip(f"{HEADS}/{branch}")
    if tip is None:
        raise ContentError(f"{repository.name}: has no branch '{branch}' yet; push a first commit and run again")
    if not content.guest and seeding.is_fresh(repository, tip):
        tip = seeding.seed(repository, branch, tip, content.files, content.rendering)
        if content.release:
            repository.create(f"{TAGS}/{content.release}", tip)
        return Delivered()
    if content.release:
        seeding.release(repository, content.release, tip)
    return proposal.propose(repository, branch, tip, content)


def _explained(error: Exception, branch: str) -> str:
    """One line: what GitHub says, and what to do about it."""
    if not isinstance(error, github.GithubException):
        return reason(error)
    text = "GitHub refuses: " + " ".join(reason(error).split())
    if error.status == 401:
        return f"{text}; the token in GITHUB_TOKEN is not valid"
    if error.status in (403, 404):
        return f"{text}; the token in GITHUB_TOKEN may not write to it (workflows need the scope 'workflow' too)"
    if error.status in (409, 422) and "rule" in text.lower():
        return f"{text}; let this token's owner bypass the rule that protects '{branch}', and run again"
    return text
