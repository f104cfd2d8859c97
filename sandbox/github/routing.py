"""From a route table to Starlette: authentication, JSON, transactions, redirects of renamed repositories."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.github.body import Body
from sandbox.github.call import Call, Reply
from sandbox.github.database import Json
from sandbox.github.errors import ApiError, MovedError, not_found
from sandbox.github.tokens import Actor, Tokens
from sandbox.github.world import World

API = "/api/v3"  # where clients look on a host that is not github.com
REPOSITORY = "/repos/{owner}/{repo}"

Handler = Callable[[Call], Reply]


@dataclass(frozen=True)
class Endpoint:
    """One line of the route table."""

    method: str
    path: str
    handler: Handler


class Routes:
    """The routes of one family, collected by decorators: `@routes.on("GET", "/user")`."""

    def __init__(self) -> None:
        self.endpoints: list[Endpoint] = []

    def on(self, method: str, path: str) -> Callable[[Handler], Handler]:
        """Registers the decorated function; `{name:path}` also matches slashes."""

        def register(handler: Handler) -> Handler:
            self.endpoints.append(Endpoint(method, path, handler))
            return handler

        return register

    def on_repository(self, method: str, path: str = "") -> Callable[[Handler], Handler]:
        """Registers a path below a repository, by its name and by its id as in the redirects of renamed ones."""
        by_name, by_id = self.on(method, REPOSITORY + path), self.on(method, "/repositories/{repository_id:int}" + path)
        return lambda handler: by_id(by_name(handler))


def mount(endpoints: list[Endpoint], world: World, tokens: Tokens) -> list[Route]:
    """Starlette's routes for a route table."""
    return [
        Route(API + endpoint.path, _asgi(endpoint, world, tokens), methods=[endpoint.method]) for endpoint in endpoints
    ]


def _asgi(endpoint: Endpoint, world: World, tokens: Tokens) -> Callable[[Request], Any]:
    async def serve(request: Request) -> Response:
        actor = tokens.actor(request.headers.get("authorization", ""))
        if actor is None:
            return refused(ApiError(401, "Bad credentials"))
        content = await request.body()
        return await run_in_threadpool(_answer, endpoint, world, actor, request, content)

    return serve


def _answer(endpoint: Endpoint, world: World, actor: Actor, request: Request, content: bytes) -> Response:
    # One writer at a time: git and the database change together, and a stand-in needs no more than that.
    try:
        call = Call(
            world,
            actor,
            path={name: str(value) for name, value in request.path_params.items()},
            query=dict(request.query_params),
            body=Body(_fields(content)),
            address=world.url + request.url.path,
        )
        with world.lock, world.database.transaction():
            reply = endpoint.handler(call)
    except ApiError as error:
        return refused(error)
    except MovedError as moved:
        return _redirect(request, world, moved) if endpoint.path.startswith(REPOSITORY) else refused(not_found())
    if reply.body is None:
        return Response(status_code=reply.status, headers=dict(reply.headers))
    return JSONResponse(reply.body, reply.status, dict(reply.headers))


def refused(error: ApiError) -> Response:
    """The answer to a refused request."""
    return JSONResponse(error.body(), error.status, error.headers)


def _fields(content: bytes) -> Json:
    if not content.strip():
        return {}
    try:
        fields: object = json.loads(content)
    except ValueError:
        raise ApiError(400, "Problems parsing JSON") from None
    if fields is None:
        return {}
    # PUT …/labels and …/topics also come as a bare list.
    if isinstance(fields, list):
        return {"": cast(list[Any], fields)}
    if not isinstance(fields, dict):
        raise ApiError(400, "Body should be a JSON object")
    return cast(Json, fields)


def _redirect(request: Request, world: World, moved: MovedError) -> Response:
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    rest = raw.decode("ascii").split("?")[0].split("/")[6:]  # after /api/v3/repos/{owner}/{repo}
    location = "/".join([f"{world.url}{API}/repositories/{moved.repository}", *rest])
    if request.url.query:
        location += f"?{request.url.query}"
    status = 301 if request.method in ("GET", "HEAD") else 307
    answer: Mapping[str, str] = {
        "message": "Moved Permanently" if status == 301 else "Temporary Redirect",
        "url": location,
        "documentation_url": "https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects",
    }
    return JSONResponse(answer, status, {"Location": location})
