"""The whole stand-in as one ASGI application."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sandbox.github.control import Controls, control_routes
from sandbox.github.errors import not_found
from sandbox.github.git_http import git_routes
from sandbox.github.interference import Interference
from sandbox.github.routes import (
    actions_secrets,
    actions_variables,
    branches,
    commits,
    contents,
    environments,
    git_data,
    hooks,
    issues,
    labels,
    merges,
    organisations,
    pulls,
    refs,
    releases,
    repositories,
    rulesets,
    security,
    teams,
)
from sandbox.github.routing import mount, refused
from sandbox.github.tokens import Tokens
from sandbox.github.world import World

# Within a family and between these, the first route that fits wins: secrets and variables of an environment come
# before environments, whose names may contain slashes.
FAMILIES = (
    organisations,
    repositories,
    contents,
    git_data,
    refs,
    branches,
    commits,
    rulesets,
    labels,
    actions_secrets,
    actions_variables,
    environments,
    teams,
    hooks,
    security,
    merges,
    pulls,
    issues,
    releases,
)


async def _healthy(_: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _missing(_: Request, __: Exception) -> Response:
    return refused(not_found())


def create_application(world: World, tokens: Tokens) -> Starlette:
    """API, git and control routes over one world."""
    controls = Controls()
    endpoints = [endpoint for family in FAMILIES for endpoint in family.routes.endpoints]
    return Starlette(
        routes=[
            Route("/_health", _healthy),
            *control_routes(controls, tokens),
            *mount(endpoints, world, tokens),
            *git_routes(world, tokens),
        ],
        middleware=[
            Middleware(Interference, log=controls.log, limiter=controls.limiter, faults=controls.faults),
        ],
        exception_handlers={404: _missing, 405: _missing},
    )
