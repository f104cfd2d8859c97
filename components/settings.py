"""The stack's configuration, typed and checked whole."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import pulumi
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

PROJECT = Path(__file__).resolve().parent.parent


def _url(value: str) -> str:
    address = urlsplit(value)
    loopback = address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost", "::1")
    # A token goes there: a host that only begins like loopback must not get it in plain text.
    if not address.hostname or not (loopback or address.scheme == "https"):
        raise ValueError("write an https:// address; plain http is for loopback only")
    return value if value.endswith("/") else value + "/"


def _file(value: str) -> Path | None:
    return (PROJECT / Path(value).expanduser()) if value else None


class Settings(BaseModel):
    """What one stack is configured to. `Pulumi.yaml` describes each key and gives the defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)

    environment: str
    catalog: Annotated[str, Field(min_length=1)]
    through_phase: Annotated[int, Field(ge=0)]
    namespace: Annotated[str, Field(pattern=r"^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$")]
    kubeconfig: Annotated[str, AfterValidator(lambda value: str(_file(value) or ""))]
    kube_context: Annotated[str, Field(min_length=1)]
    github_url: Annotated[str, AfterValidator(_url)]
    repositories: Literal["manage", "reference"]
    protect_repositories: bool
    registry: Annotated[str, Field(pattern=r"^[a-z0-9.-]+(:\d+)?(/[a-z0-9._-]+)*$")]
    image_builder: str
    image_build_secrets: Annotated[str, AfterValidator(lambda value: str(_file(value) or ""))]
    rollout_timeout_seconds: Annotated[int, Field(ge=10, le=3600)]

    @property
    def catalog_file(self) -> Path:
        """The catalog's path."""
        return PROJECT / self.catalog

    @property
    def registry_host(self) -> str:
        """`host[:port]` of the registry."""
        return self.registry.split("/")[0]


def load(config: pulumi.Config) -> Settings:
    """Reads the stack's configuration.

    Raises:
        pulumi.RunError: with every wrong value at once.
    """
    values: dict[str, str] = {}
    for field in Settings.model_fields.values():
        key = field.alias or ""
        value = config.get(key)
        if value is not None:
            values[key] = value
    return parse(values, stack=pulumi.get_stack())


def parse(values: Mapping[str, Any], stack: str) -> Settings:
    """Checks configuration values.

    Args:
        values: by key as in `Pulumi.yaml`; Pulumi gives strings.
        stack: the stack's name, for messages.

    Raises:
        pulumi.RunError: with every wrong value at once.
    """
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problems = [_problem(stack, str(detail["loc"][0]), detail["msg"], detail) for detail in error.errors()]
        raise pulumi.RunError("\n".join(problems)) from None


def _problem(stack: str, key: str, message: str, detail: Any) -> str:
    file = f"Pulumi.{stack}.yaml"
    if detail["type"] == "missing":
        return f"{file}: pyairtable:{key} is missing; set it with `pulumi config set {key} VALUE --stack {stack}`"
    reason = message.removeprefix("Value error, ")
    return f"{file}: pyairtable:{key}: {reason[:1].lower()}{reason[1:]}, not '{detail['input']}'"
