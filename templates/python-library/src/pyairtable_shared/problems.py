"""Every failure is answered as a problem document (RFC 9457); what went wrong inside stays in the log."""

from collections.abc import Mapping
from http.client import responses

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class InvalidField(BaseModel):
    """One part of a request that is not as the API document says."""

    model_config = ConfigDict(frozen=True)

    location: str
    message: str


class Problem(BaseModel):
    """A problem document."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = None
    errors: tuple[InvalidField, ...] | None = None


class UnavailableError(Exception):
    """Something that the service needs does not answer; the caller may try again. The text is for the log."""


def answer(
    status: int,
    detail: str | None = None,
    errors: tuple[InvalidField, ...] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document with its status."""
    title = responses.get(status, "Error")
    problem = Problem(title=title, status=status, detail=None if detail == title else detail, errors=errors)
    return JSONResponse(problem.model_dump(exclude_none=True), status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answers failures of the framework, and those that handlers raise, in this form."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, failure: HTTPException) -> Response:
        headers = {"Allow": _allowed(request)} if failure.status_code == 405 else failure.headers
        return answer(failure.status_code, failure.detail, headers=headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, failure: RequestValidationError) -> Response:
        found = failure.errors()
        if any(one["type"] == "json_invalid" for one in found):
            return answer(400, "The body is not JSON.")
        errors = tuple(
            InvalidField(location=".".join(map(str, one["loc"])), message=one["msg"]) for one in found
        )
        return answer(422, "The request is not as the API document says.", errors)


def _allowed(request: Request) -> str:
    """Every method of the path; a router's own answer knows only one of the routes that share it."""
    methods = request.app.openapi()["paths"].get(request.scope["route"].path, {})
    return ", ".join(sorted(method.upper() for method in methods))
