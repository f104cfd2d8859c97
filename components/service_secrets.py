"""The secrets that services read from their environment, out of the stack's configuration.

`pulumi config set --secret --path serviceSecrets.auth-service.JWT_KEY` adds one. Their names are known when the
program is planned; their values are secret from here on and never part of a message. A service that keeps data does not
start without the address of its database, so that one is asked for before anything is deployed.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import pulumi

from catalog.model import Catalog
from components.configuration import read_object

KEY = "serviceSecrets"
DATABASE_URL = "DATABASE_URL"
DATABASE_FORM = "postgresql://user:password@host:port/name"
ServiceSecrets = Mapping[str, Mapping[str, pulumi.Output[str]]]

# What a shell and every language can read from an environment.
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def load(config: pulumi.Config, catalog: Catalog, through_phase: int) -> ServiceSecrets:
    """Reads the secrets of the stack's configuration.

    Args:
        config: of the project.
        catalog: whose services they are for.
        through_phase: the last phase that is deployed; services of later ones need nothing yet.

    Returns:
        By service (short name) and environment variable.

    Raises:
        pulumi.RunError: with every mistake at once.
    """
    given = read_object(config, KEY, lambda value: _problems(value, catalog, through_phase))
    services: dict[str, dict[str, str]] = given or {}
    return {
        service: {variable: pulumi.Output.secret(value) for variable, value in sorted(variables.items())}
        for service, variables in sorted(services.items())
    }


def _problems(given: Any, catalog: Catalog, through_phase: int) -> Iterator[str]:
    if given is not None and not isinstance(given, Mapping):
        yield ": write a service's secrets below its name, as in `serviceSecrets.auth-service.JWT_KEY`"
        return
    services = cast("Mapping[str, Any]", given or {})
    yield from _values(services, catalog)
    needed = [service for service in catalog.services if service.keeps_data and service.phase <= through_phase]
    missing = [service.short_name for service in needed if not _has(services, service.short_name)]
    if missing:
        have = "has" if len(missing) == 1 else "have"
        command = f"pulumi config set --secret --path 'pyairtable:{KEY}.{missing[0]}.{DATABASE_URL}'"
        yield (
            f": {', '.join(missing)} {have} no {DATABASE_URL}; set each to its database's {DATABASE_FORM}, "
            f"as in `{command}`, which asks for it"
        )


def _has(services: Mapping[str, Any], name: str) -> bool:
    variables = services.get(name)
    # What is no mapping has been complained about already.
    return variables is not None and (not isinstance(variables, Mapping) or DATABASE_URL in variables)


def _values(services: Mapping[str, Any], catalog: Catalog) -> Iterator[str]:
    known = [service.short_name for service in catalog.services]
    for service, variables in services.items():
        if service not in known:
            near = difflib.get_close_matches(service, known, n=1)
            advice = f"did you mean '{near[0]}'?" if near else f"the services are {', '.join(sorted(known))}"
            yield f".{service}: the catalog has no such service; {advice}"
        elif not isinstance(variables, Mapping):
            yield f".{service}: write each secret below the name of its environment variable"
        else:
            yield from _variables(service, cast("Mapping[str, Any]", variables))


def _variables(service: str, variables: Mapping[str, Any]) -> Iterator[str]:
    for variable, value in variables.items():
        if not _VARIABLE.fullmatch(variable):
            yield f".{service}.{variable}: an environment variable has only letters, digits and _, and no digit first"
        elif not isinstance(value, str):
            yield f".{service}.{variable}: its value is no text; set it with `pulumi config set --secret --path`"
        elif variable == DATABASE_URL and not _is_database(value):
            yield f".{service}.{variable}: its value does not have the form {DATABASE_FORM}"


def _is_database(value: str) -> bool:
    try:
        address = urlsplit(value)
        port = address.port
    except ValueError:
        return False
    named = address.hostname and address.username and address.path.strip("/")
    return address.scheme == "postgresql" and bool(named) and port != 0
