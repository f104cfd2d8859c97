"""Requests to GitHub's REST API that outlast its bad moments.

Everything that is sent may be sent again: objects are addressed by their content, refs only ever move forward, and who
creates something looks first whether it is there (`updates.repository`).
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import github
import requests

from updates.budget import Budget

ATTEMPTS = 6
TIMEOUT_SECONDS = 30
# https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit: without a
# Retry-After, at least a minute.
SECONDARY_LIMIT_SECONDS = 60.0
# Longer than GitHub's limits last; more means that something else is wrong.
LONGEST_WAIT_SECONDS = 3700.0
# From here on a wait is told, so that nobody wonders.
QUIET_SECONDS = 10.0

PAGE = 100
Parameters = Mapping[str, str | int]


def api_url(github_url: str) -> str:
    """The REST API's address: github.com has its own host, any other server a path."""
    if urlsplit(github_url).hostname == "github.com":
        return "https://api.github.com"
    return f"{github_url.rstrip('/')}/api/v3"


def budget_for(api_url: str) -> Budget | None:
    """Only github.com has github.com's limits."""
    return Budget() if urlsplit(api_url).hostname == "api.github.com" else None


class Connection:
    """One person's or program's access to a GitHub.

    Args:
        api_url: address of its REST API.
        token: of the person or program.
        budget: paces what writes content; None when nothing has to.
        sleep: waits for seconds.
        tell: gets a sentence about a long wait.
    """

    def __init__(
        self,
        api_url: str,
        token: str,
        budget: Budget | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        # Retries are ours: the library's would not ask the budget again, and give up at an answer that is cut short.
        client = github.Github(
            auth=github.Auth.Token(token),
            base_url=api_url,
            lazy=True,
            retry=None,
            timeout=TIMEOUT_SECONDS,
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
        self._requester = client.requester
        self._budget = budget
        self._sleep = sleep
        self._tell = tell

    def get(self, path: str, parameters: Parameters | None = None) -> Any:
        """What a path shows; None when there is nothing.

        Raises:
            github.GithubException: GitHub refuses.
            requests.RequestException: it does not answer.
        """
        try:
            return self._send("GET", path, parameters or {})
        except github.GithubException as error:
            if error.status == 404:
                return None
            raise

    def pages(self, path: str, parameters: Parameters | None = None) -> Iterator[Any]:
        """Everything that a path lists, page after page as it is asked for."""
        number = 1
        while True:
            page: list[Any] = self.get(path, {**(parameters or {}), "per_page": PAGE, "page": number}) or []
            yield from page
            if len(page) < PAGE:
                return
            number += 1

    def write(self, verb: str, path: str, body: Mapping[str, Any]) -> Any:
        """Writes content and returns the answer.

        Raises:
            github.GithubException: GitHub refuses.
            requests.RequestException: it does not answer.
        """
        return self._send(verb, path, {}, body)

    def _send(self, verb: str, path: str, parameters: Parameters, body: Mapping[str, Any] | None = None) -> Any:
        for attempt in range(ATTEMPTS):
            if body is not None and self._budget:
                self._budget.acquire()
            try:
                _, answer = self._requester.requestJsonAndCheck(verb, path, parameters=dict(parameters), input=body)
                return answer
            except (github.GithubException, requests.RequestException, ValueError) as error:
                wait = _wait(error, attempt)
                if wait is None or attempt == ATTEMPTS - 1 or wait > LONGEST_WAIT_SECONDS:
                    raise
                if wait >= QUIET_SECONDS:
                    self._tell(f"waits {wait:.0f} s before it asks GitHub again ({reason(error)}; {verb} {path})")
                self._sleep(wait)
        raise AssertionError("unreachable")


def _wait(error: Exception, attempt: int) -> float | None:
    """Seconds until another attempt makes sense; None when none does."""
    backoff = float(2**attempt)
    if not isinstance(error, github.GithubException):
        return backoff  # no answer, or one cut short
    if error.status in (403, 429):
        return _limit(error, backoff)
    # 409: another request holds the repository, or it has just been made and has no commit yet.
    return backoff if error.status >= 500 or error.status == 409 else None


def _limit(error: github.GithubException, backoff: float) -> float | None:
    headers = error.headers or {}
    if headers.get("retry-after", "").isdigit():
        return max(float(headers["retry-after"]), backoff)
    if headers.get("x-ratelimit-remaining") == "0" and headers.get("x-ratelimit-reset", "").isdigit():
        return max(int(headers["x-ratelimit-reset"]) - time.time() + 1, backoff)
    limited = error.status == 429 or isinstance(error, github.RateLimitExceededException)
    return max(SECONDARY_LIMIT_SECONDS, backoff) if limited else None


def reason(error: Exception) -> str:
    """Status and GitHub's own words, which PyGithub leaves out of the message for what has an exception of its own."""
    if not isinstance(error, github.GithubException):
        cause = error.args[0] if error.args else error
        return f"no answer ({getattr(cause, 'reason', cause)})"
    data: Any = error.data
    said = cast("Mapping[str, Any]", data).get("message") if isinstance(data, Mapping) else None
    return f"{error.status} {error.message or said or 'without a reason'}"
