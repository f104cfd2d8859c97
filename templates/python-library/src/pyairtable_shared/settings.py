"""Settings of a service, from the environment.

Pydantic alone reads them: pydantic-settings would add 8 MiB to every process, for sources
that no service uses.
"""

import os
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails

LogLevel = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)]

_DATABASE_URL = "postgresql://user:password@host:5432/name"


class SettingsError(Exception):
    """The environment holds a value that makes no sense; the message names each variable, one per line."""


def _postgresql(url: SecretStr) -> SecretStr:
    parts = urlsplit(url.get_secret_value())
    try:
        complete = parts.hostname and parts.port != 0 and parts.path.strip("/")
    except ValueError:  # a port that is no number
        complete = None
    if parts.scheme not in ("postgresql", "postgres") or not complete:
        raise ValueError(f"is not a PostgreSQL address; write {_DATABASE_URL}")
    return url


class ServiceSettings(BaseModel):
    """What every service can be told; each field is the environment variable of the same name.

    Attributes:
        service_name: name in the cluster, in logs and in the API document.
        service_version: version of the running code.
        environment: where it runs, for example `dev`.
        host: address to listen on; only this machine unless told otherwise.
        port: TCP port to listen on.
        log_level: least important messages that are written.
        shutdown_timeout: seconds that requests under way get to finish after SIGTERM.
    """

    model_config = ConfigDict(frozen=True)

    service_name: str = Field(min_length=1)
    service_version: str = "0.1.0"
    environment: str = "local"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    log_level: LogLevel = "info"
    shutdown_timeout: int = Field(default=10, ge=1)


class DatabaseSettings(BaseModel):
    """What a service with a database can be told besides.

    Attributes:
        database_url: where the database is. Parameters after `?` are libpq's, such as `sslmode`; what libpq
            does not know is a setting of the session, such as `search_path`.
        migrate_on_start: whether the service brings the tables up to date before it is ready.
        database_pool_size: most connections that one process opens.
    """

    model_config = ConfigDict(frozen=True)

    database_url: Annotated[SecretStr, AfterValidator(_postgresql)] = Field(examples=[_DATABASE_URL])
    migrate_on_start: bool = True
    database_pool_size: int = Field(default=5, ge=1, le=100)


SettingsT = TypeVar("SettingsT", bound=BaseModel)


def load(kind: type[SettingsT], environment: Mapping[str, str] = os.environ) -> SettingsT:
    """Reads the environment.

    Raises:
        SettingsError: a value is missing or wrong; values themselves are not told, they may be secret.
    """
    given = {name: environment[name.upper()] for name in kind.model_fields if name.upper() in environment}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise SettingsError("\n".join(_line(kind, one) for one in error.errors())) from None


def _line(kind: type[BaseModel], error: ErrorDetails) -> str:
    name = str(error["loc"][0])
    if error["type"] != "missing":
        return f"{name.upper()}: {error['msg'].removeprefix('Value error, ')}"
    example = kind.model_fields[name].examples
    return f"{name.upper()}: is missing" + (f"; write for example {example[0]}" if example else "")
