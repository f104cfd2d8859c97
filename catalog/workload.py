"""How a service runs: the settings as they are written, in layers, and as they come out.

Three layers, later over earlier: the defaults of the service's language, the service's own entry, the environment.
A layer writes only what it changes; `resolve` puts them together.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

from catalog.quantity import Quantity, parse

_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True)
Port = Annotated[int, Field(ge=1024, le=65535, description="A non-root process cannot bind below 1024.")]
HttpPath = Annotated[str, Field(pattern=r"^/[A-Za-z0-9._~/-]*$")]
Seconds = Annotated[int, Field(ge=1, le=3600)]
Replicas = Annotated[int, Field(ge=1, le=100)]
Percent = Annotated[int, Field(ge=1, le=100)]


class QuantitiesLayer(BaseModel):
    """CPU (cores) and memory (bytes) as Kubernetes quantities."""

    model_config = _MODEL
    cpu: Quantity | None = None
    memory: Quantity | None = None


class ResourcesLayer(BaseModel):
    """What a container asks for and what it may take at most."""

    model_config = _MODEL
    requests: QuantitiesLayer | None = None
    limits: QuantitiesLayer | None = None


class AutoscalingLayer(BaseModel):
    """Bounds of the HorizontalPodAutoscaler and its target (percent of the requested CPU)."""

    model_config = _MODEL
    minimum: Replicas | None = None
    maximum: Replicas | None = None
    cpu_percent: Percent | None = None


class ProbesLayer(BaseModel):
    """Paths and timing of the startup, liveness and readiness probes."""

    model_config = _MODEL
    liveness: HttpPath | None = None
    readiness: HttpPath | None = None
    period_seconds: Seconds | None = None
    timeout_seconds: Seconds | None = None
    startup_seconds: Seconds | None = Field(default=None, description="How long a container may take to start.")


class WorkloadLayer(BaseModel):
    """One layer of workload settings; what is left out comes from the layer below."""

    model_config = _MODEL
    port: Port | None = None
    resources: ResourcesLayer | None = None
    autoscaling: AutoscalingLayer | None = None
    probes: ProbesLayer | None = None
    metrics: HttpPath | None = None
    termination_grace_seconds: Seconds | None = None


class Quantities(BaseModel):
    """CPU (cores) and memory (bytes) as Kubernetes quantities."""

    model_config = _MODEL
    cpu: Quantity
    memory: Quantity


class Resources(BaseModel):
    """Requests and limits of one container."""

    model_config = _MODEL
    requests: Quantities
    limits: Quantities

    @model_validator(mode="after")
    def _requests_within_limits(self) -> Self:
        for name in ("cpu", "memory"):
            request, limit = getattr(self.requests, name), getattr(self.limits, name)
            if parse(request) > parse(limit):
                raise ValueError(
                    f"the {name} request {request} is above its limit {limit}; lower one or raise the other"
                )
        return self


class Autoscaling(BaseModel):
    """Bounds of the HorizontalPodAutoscaler and its target (percent of the requested CPU)."""

    model_config = _MODEL
    minimum: Replicas
    maximum: Replicas
    cpu_percent: Percent

    @model_validator(mode="after")
    def _minimum_within_maximum(self) -> Self:
        if self.minimum > self.maximum:
            raise ValueError(f"the minimum of {self.minimum} replicas is above the maximum of {self.maximum}")
        return self


class Probes(BaseModel):
    """Paths and timing of the probes."""

    model_config = _MODEL
    liveness: HttpPath
    readiness: HttpPath
    period_seconds: Seconds
    timeout_seconds: Seconds
    startup_seconds: Seconds


class WorkloadSpec(BaseModel):
    """How one service runs in one environment, complete."""

    model_config = _MODEL
    port: Port
    resources: Resources
    autoscaling: Autoscaling
    probes: Probes
    metrics: HttpPath
    termination_grace_seconds: Seconds

    @property
    def minimum_memory(self) -> int:
        """Bytes that the service requests when it runs at its minimum of replicas."""
        return int(parse(self.resources.requests.memory) * self.autoscaling.minimum)


def _overlay(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = _overlay(cast("Mapping[str, Any]", below), cast("Mapping[str, Any]", value))
        else:
            merged[key] = value
    return merged


def resolve(*layers: WorkloadLayer) -> WorkloadSpec:
    """Puts layers together, later over earlier.

    Raises:
        pydantic.ValidationError: a setting is in no layer, or settings of different layers contradict each other.
    """
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _overlay(merged, layer.model_dump(exclude_none=True))
    return WorkloadSpec.model_validate(merged)
