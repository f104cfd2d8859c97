"""`/_control/…`: the request log, rate limits and faults, for tests and benchmarks. Needs the token, as all else."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.github.errors import ApiError
from sandbox.github.faults import Fault, Faults
from sandbox.github.limits import Limits, RateLimiter
from sandbox.github.request_log import RequestLog
from sandbox.github.routing import refused
from sandbox.github.tokens import Tokens

Served = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Controls:
    """What the control routes steer."""

    log: RequestLog = field(default_factory=RequestLog)
    limiter: RateLimiter = field(default_factory=RateLimiter)
    faults: Faults = field(default_factory=Faults)


def control_routes(controls: Controls, tokens: Tokens) -> list[Route]:
    """The control routes, each behind the token."""
    serving: dict[str, tuple[Served, list[str]]] = {
        "requests": (partial(_requests, controls), ["GET", "DELETE"]),
        "limits": (partial(_limits, controls), ["GET", "POST"]),
        "faults": (partial(_faults, controls), ["GET", "POST", "DELETE"]),
    }
    return [
        Route(f"/_control/{name}", _guarded(serve, tokens), methods=methods)
        for name, (serve, methods) in serving.items()
    ]


async def _requests(controls: Controls, request: Request) -> Response:
    """GET reads the request log, DELETE clears it."""
    if request.method == "DELETE":
        controls.log.clear()
        return Response(status_code=204)
    return JSONResponse(controls.log.show())


async def _limits(controls: Controls, request: Request) -> Response:
    """POST replaces the rate limits; what is not given is github.com's."""
    if request.method == "POST":
        controls.limiter.set(Limits.model_validate_json(await request.body()))
    return JSONResponse(controls.limiter.limits.model_dump())


async def _faults(controls: Controls, request: Request) -> Response:
    """POST replaces the faults by one or a list, DELETE removes them."""
    if request.method == "POST":
        given = TypeAdapter(list[Fault] | Fault).validate_json(await request.body())
        controls.faults.set(given if isinstance(given, list) else [given])
    elif request.method == "DELETE":
        controls.faults.set([])
    return JSONResponse([fault.model_dump() for fault in controls.faults.rules])


def _guarded(serve: Served, tokens: Tokens) -> Served:
    async def answer(request: Request) -> Response:
        if tokens.actor(request.headers.get("authorization", "")) is None:
            return refused(ApiError(401, "Bad credentials"))
        try:
            return await serve(request)
        except ValidationError as error:
            faulty = error.errors(include_url=False, include_context=False, include_input=False)
            return JSONResponse({"message": "Validation Failed", "errors": faulty}, 422)

    return answer
