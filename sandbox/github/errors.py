"""Refusals in the words and with the status codes of github.com's REST API."""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A request that is answered with an error.

    Args:
        status: HTTP status.
        message: what github.com writes in `message`.
        errors: the list of field errors that 422 answers carry.
        headers: further response headers, for example `Retry-After`.
    """

    def __init__(
        self,
        status: int,
        message: str,
        errors: list[dict[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The JSON answer."""
        answer: dict[str, Any] = {
            "message": self.message,
            "documentation_url": "https://docs.github.com/rest",
            "status": str(self.status),
        }
        if self.errors is not None:
            answer["errors"] = self.errors
        return answer


class MovedError(Exception):
    """The repository was renamed; it is now reached under its id."""

    def __init__(self, repository: int) -> None:
        super().__init__(f"moved to repository {repository}")
        self.repository = repository


def not_found() -> ApiError:
    """404, which github.com also gives for what a token may not see."""
    return ApiError(404, "Not Found")


def invalid(resource: str, field: str, code: str, message: str = "") -> ApiError:
    """422 with one field error, for example `invalid("Repository", "name", "already_exists")`."""
    error = {"resource": resource, "field": field, "code": code}
    if message:
        error["message"] = message
    return ApiError(422, "Validation Failed", [error])


def rule_violation(status: int, what: str) -> ApiError:
    """A ruleset forbids it: 422 from the ref routes, 409 from the contents routes, 405 from a merge."""
    return ApiError(status, f"Repository rule violations found\n\n{what}\n\n")
