"""The API document, down to its failures: what FastAPI says of invalid requests is not what we answer."""

from http.client import responses
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from pyairtable_shared import problems, request_ids

# What any operation with a body may answer before its handler is asked.
_WITH_A_BODY = (400, 413, 415)
_REFERENCE = "#/components/schemas/{model}"


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: what it may answer besides what follows from its parameters and its body."""
    return {status: {"description": responses[status]} for status in statuses}


def document(app: FastAPI) -> dict[str, Any]:
    """The document; made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        for ours in ("HTTPValidationError", "ValidationError"):
            schemas.pop(ours, None)
        schemas |= _problem()
        for path in made["paths"].values():
            for operation in path.values():
                _complete(operation)
        app.openapi_schema = made
    return app.openapi_schema


def _complete(operation: dict[str, Any]) -> None:
    answers: dict[str, dict[str, Any]] = operation["responses"]
    if "requestBody" in operation:
        answers |= {str(status): description for status, description in failures(*_WITH_A_BODY).items()}
    for status, answer in answers.items():
        if status >= "400":
            answer["description"] = responses[int(status)]
            answer["content"] = {
                problems.MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model="Problem")}}
            }
        answer.setdefault("headers", {})[request_ids.HEADER] = {
            "description": "The id of the request, as in the log.",
            "required": True,
            "schema": {"type": "string"},
        }
    operation["responses"] = dict(sorted(answers.items()))


def _problem() -> dict[str, Any]:
    schema = problems.Problem.model_json_schema(ref_template=_REFERENCE)
    return {**schema.pop("$defs", {}), "Problem": schema}
