"""The `platform` output, typed and versioned.

A new optional field keeps the version; a removed or changed one raises it.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1

_MODEL = ConfigDict(frozen=True, extra="forbid")
Bytes = Annotated[int, Field(ge=0, description="bytes")]
Replicas = Annotated[int, Field(ge=0)]


class WorkloadOutput(BaseModel):
    """How a service runs."""

    model_config = _MODEL
    image: str = Field(description="Reference by digest; empty in a preview that builds it.")
    digest: str = Field(pattern=r"^(sha256:[0-9a-f]{64})?$")
    address: str = Field(description="Address of its Service inside the cluster, an http URL.")
    port: int = Field(description="Port that its container listens on.")
    minimum_replicas: Replicas
    maximum_replicas: Replicas
    requested_memory: Bytes = Field(description="At minimum replicas.")
    requested_cpu_millicores: int = Field(ge=0, description="At minimum replicas.")


class RepositoryOutput(BaseModel):
    """One repository of the platform."""

    model_config = _MODEL
    name: str
    kind: Literal["service", "library", "infrastructure"]
    language: Literal["go", "python"]
    purpose: str
    repository_url: str
    pull_request: str = Field(
        default="", description="The pull request that the newest template change came as; empty when none was needed."
    )
    origin: Literal["new", "existing"]
    depends_on: tuple[str, ...]
    workload: WorkloadOutput | None = Field(description="None for what does not run.")


class PhaseOutput(BaseModel):
    """One phase; its services by short name."""

    model_config = _MODEL
    number: int = Field(ge=0)
    title: str
    deployed: bool = Field(description="False for a phase beyond `throughPhase`; it then has no repositories here.")
    repositories: dict[str, RepositoryOutput]


class Totals(BaseModel):
    """Sums over the deployed phases, beside the plan's budget."""

    model_config = _MODEL
    repositories: int
    services: int
    requested_memory: Bytes = Field(description="Of all services at minimum replicas.")
    requested_cpu_millicores: int
    memory_budget: Bytes
    memory_before: Bytes = Field(description="What the platform took before the plan.")


class PlatformOutput(BaseModel):
    """Everything that a stack says about its platform."""

    model_config = _MODEL
    version: Literal[1]
    environment: str
    organization: str
    namespace: str
    phases: tuple[PhaseOutput, ...]
    totals: Totals
