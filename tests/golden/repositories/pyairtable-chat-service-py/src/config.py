"""Settings of a service, from the environment."""

from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

LogLevel = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)]


class SettingsError(Exception):
    """The environment holds a value that makes no sense; the message names each variable, one per line."""


class ServiceSettings(BaseSettings):
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

    model_config = SettingsConfigDict(frozen=True)

    service_name: str = Field(min_length=1)
    service_version: str = "0.1.0"
    environment: str = "local"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    log_level: LogLevel = "info"
    shutdown_timeout: int = Field(default=10, ge=1)


SettingsT = TypeVar("SettingsT", bound=BaseSettings)


def load(kind: type[SettingsT]) -> SettingsT:
    """Reads the environment.

    Raises:
        SettingsError: a value is missing or wrong.
    """
    try:
        return kind()
    except ValidationError as error:
        lines = (f"{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors())
        raise SettingsError("\n".join(lines)) from None


class Settings(ServiceSettings):
    """The settings of this service."""

    service_name: str = Field(default="chat-service", min_length=1)
    port: int = Field(default=8080, ge=1, le=65535)
