"""The secrets that services read from their environment, out of the stack's configuration.

`pulumi config set --secret --path serviceSecrets.auth-service.JWT_KEY VALUE` adds one. Their names are known when the
program is planned; their values are secret from here on and never part of a message.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pulumi

from catalog.model import Catalog
from components.configuration import read_object

KEY = "serviceSecrets"
ServiceSecrets = Mapping[str, Mapping[str, pulumi.Output[str]]]

# What a shell and every language can read from an environment.
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def load(config: pulumi.Config, catalog: Catalog) -> ServiceSecrets:
    """Reads the secrets of the stack's configuration.

    Returns:
        By service (short name) and environment variable.

    Raises:
        pulumi.RunError: with every mistake at once.
    """
    given = read_object(config, KEY, lambda value: _problems(value, catalog))
    services: dict[str, dict[str, str]] = given or {}
    return {
        service: {variable: pulumi.Output.secret(value) for variable, value in sorted(variables.items())}
        for service, variables in sorted(services.items())
    }


def _problems(given: Any, catalog: Catalog) -> Iterator[str]:
    if given is None:
        return
    if not isinstance(given, Mapping):
        yield ": write a service's secrets below its name, as in `serviceSecrets.auth-service.JWT_KEY`"
        return
    known = [service.short_name for service in catalog.services]
    for service, variables in cast("Mapping[str, Any]", given).items():
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
