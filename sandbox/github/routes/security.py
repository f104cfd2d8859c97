"""Dependabot alerts and the updates that build on them."""

from sandbox.github.call import NO_CONTENT, Call, Reply
from sandbox.github.errors import ApiError, not_found
from sandbox.github.routing import Routes

routes = Routes()

ALERTS, UPDATES = "vulnerability-alerts", "automated-security-fixes"


def _on(call: Call, name: str) -> bool:
    return call.database.get(call.repository.id, "toggle", name) is not None


def _switch(call: Call, name: str, on: bool) -> Reply:
    call.require_admin()
    if on:
        call.database.put(call.repository.id, "toggle", name, {})
    else:
        call.database.drop(call.repository.id, "toggle", name)
    return NO_CONTENT


@routes.on_repository("GET", f"/{ALERTS}")
def alerts(call: Call) -> Reply:
    """204 when on, 404 when off."""
    if not _on(call, ALERTS):
        raise ApiError(404, "Vulnerability alerts are disabled.")
    return NO_CONTENT


@routes.on_repository("PUT", f"/{ALERTS}")
def enable_alerts(call: Call) -> Reply:
    """Switches alerts on."""
    return _switch(call, ALERTS, True)


@routes.on_repository("DELETE", f"/{ALERTS}")
def disable_alerts(call: Call) -> Reply:
    """Switches alerts off, and with them the updates."""
    _switch(call, UPDATES, False)
    return _switch(call, ALERTS, False)


@routes.on_repository("GET", f"/{UPDATES}")
def updates(call: Call) -> Reply:
    """Whether security updates come as pull requests."""
    return Reply(200, {"enabled": _on(call, UPDATES), "paused": False})


@routes.on_repository("PUT", f"/{UPDATES}")
def enable_updates(call: Call) -> Reply:
    """Switches updates on; without alerts github.com refuses."""
    if not _on(call, ALERTS):
        raise ApiError(422, "Vulnerability alerts must be enabled to configure Dependabot security updates.")
    return _switch(call, UPDATES, True)


@routes.on_repository("DELETE", f"/{UPDATES}")
def disable_updates(call: Call) -> Reply:
    """Switches updates off."""
    return _switch(call, UPDATES, False)


@routes.on_repository("GET", "/pages")
def pages(_: Call) -> Reply:
    """No GitHub Pages here."""
    raise not_found()
