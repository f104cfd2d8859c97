"""The way in: the gateway lets a client in by a token of the auth service, and leads to every service."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from catalog import Catalog
from catalog.model import Repository
from catalog.template import Role
from verify.resources import VALUES, body_of, kept
from verify.result import Result

# Every service answers it, also those that were there before the platform.
PATH = "/health"


class Caller(Protocol):
    """A connection to one service; `verify.connection.Connection` is one."""

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of an answer."""
        ...


def with_role(catalog: Catalog, role: Role) -> Repository | None:
    """The first service that plays a role."""
    return next((entry for entry in catalog.services if entry.template and entry.template.role == role), None)


def check(gateway: Caller, auth_service: Caller, catalog: Catalog, deployed: frozenset[str]) -> Iterator[Result]:
    """Signs in a client that is made for it and deleted again, and goes every way.

    Args:
        gateway: a connection to it.
        auth_service: a connection to the service that issues tokens.
        catalog: which services these are.
        deployed: short names of the services that are there.
    """
    entry, issuer = with_role(catalog, "gateway"), with_role(catalog, "auth")
    if entry is None or issuer is None or issuer.template is None:
        return
    own = entry.short_name
    ways = sorted(name for name in deployed if name != own)
    status, _ = gateway.call("GET", f"/api/{ways[0]}{PATH}")
    yield _answered(own, "refuses a request without a token", status, 401)
    clients = f"/{issuer.template.resource.path}"
    status, client = auth_service.call("POST", clients, body_of(issuer.template.resource, VALUES))
    if status != 201:
        yield _answered(issuer.short_name, "registers a client", status, 201)
        return
    try:
        _, secret = auth_service.call("POST", f"{clients}/{client['id']}/secret")
        status, tokens = gateway.call("POST", f"/api/{issuer.short_name}/token", secret)
        yield _answered(own, "leads to a token without one", status, 200)
        if status == 200:
            yield from _inside(gateway, entry, ways, {"Authorization": f"Bearer {tokens['access_token']}"})
    finally:
        auth_service.call("DELETE", f"{clients}/{client['id']}")


def _inside(gateway: Caller, entry: Repository, ways: list[str], headers: Mapping[str, str]) -> Iterator[Result]:
    def call(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        return gateway.call(method, path, body, headers)

    own = entry.short_name
    yield kept(entry, call)
    for name in ways:
        status, _ = call("GET", f"/api/{name}{PATH}")
        yield _answered(own, f"leads to {name} with a token", status, 200)
    status, _ = call("GET", f"/api/nobody{PATH}")
    yield _answered(own, "knows no other service", status, 404)


def _answered(subject: str, fact: str, status: int, expected: int) -> Result:
    return Result(subject, fact, "" if status == expected else f"it answers {status} instead of {expected}")
