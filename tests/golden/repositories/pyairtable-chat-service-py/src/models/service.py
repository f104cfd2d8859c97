"""What the service says about itself."""

from pydantic import BaseModel, ConfigDict


class Service(BaseModel):
    """What is running."""

    model_config = ConfigDict(frozen=True)

    name: str
    version: str
    purpose: str


class Status(BaseModel):
    """The answer of the liveness and readiness probes."""

    model_config = ConfigDict(frozen=True)

    status: str
