"""Every failure is answered as a problem document; what went wrong inside stays in the log."""

from collections.abc import Mapping
from http.client import responses

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from src.models.problem import InvalidField, Problem


def answer(
    status: int,
    detail: str | None = None,
    errors: tuple[InvalidField, ...] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A problem document with its status."""
    title = responses.get(status, "Error")
    problem = Problem(title=title, status=status, detail=None if detail == title else detail, errors=errors)
    return JSONResponse(
        problem.model_dump(exclude_none=True), status, headers=headers, media_type="application/problem+json"
    )


def install(app: FastAPI) -> None:
    """Answers failures of the framework, and those that handlers raise, in this form."""

    @app.exception_handler(HTTPException)
    async def refused(_: Request, failure: HTTPException) -> Response:
        return answer(failure.status_code, failure.detail, headers=failure.headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, failure: RequestValidationError) -> Response:
        errors = tuple(
            InvalidField(location=".".join(map(str, one["loc"])), message=one["msg"])
            for one in failure.errors()
        )
        return answer(422, "The request is not as the API document says.", errors)
