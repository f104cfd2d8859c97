"""Workload settings as they are written in a catalog: in layers, each with only what it changes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from catalog.names import HttpPath
from catalog.quantity import Cpu, Memory

_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)
Port = Annotated[int, Field(ge=1024, le=65535, examples=[8080])]
Seconds = Annotated[int, Field(ge=1, le=3600, examples=[10])]
Replicas = Annotated[int, Field(ge=1, le=100, examples=[2])]
Percent = Annotated[int, Field(ge=1, le=100, examples=[70])]


class QuantitiesLayer(BaseModel):
    """CPU (cores) and memory (bytes) as Kubernetes quantities."""

    model_config = _MODEL
    cpu: Cpu | None = None
    """Cores, such as 250m or 0.5."""
    memory: Memory | None = None
    """Bytes, such as 96Mi."""


class ResourcesLayer(BaseModel):
    """What a container asks for and what it may take at most."""

    model_config = _MODEL
    requests: QuantitiesLayer | None = None
    """What the scheduler sets aside."""
    limits: QuantitiesLayer | None = None
    """Where CPU is throttled and the container killed for its memory."""


class AutoscalingLayer(BaseModel):
    """Bounds of the HorizontalPodAutoscaler and its target."""

    model_config = _MODEL
    minimum: Replicas | None = None
    """Fewest replicas."""
    maximum: Replicas | None = None
    """Most replicas."""
    cpu_percent: Percent | None = None
    """Percent of the requested CPU that the replicas use on average when their number is right."""


class ProbesLayer(BaseModel):
    """Paths and timing of the startup, liveness and readiness probes."""

    model_config = _MODEL
    liveness: HttpPath | None = None
    """Path that answers 200 unless the process has to be restarted."""
    readiness: HttpPath | None = None
    """Path that answers 200 while the service can take requests."""
    period_seconds: Seconds | None = None
    """Seconds between two probes."""
    timeout_seconds: Seconds | None = None
    """Seconds that a probe waits for its answer."""
    startup_seconds: Seconds | None = None
    """Seconds that a container may take to start."""


class WorkloadLayer(BaseModel):
    """One layer of workload settings; what is left out comes from the layer below."""

    model_config = _MODEL
    port: Port | None = None
    """Port that the service listens on; at least 1024, because a non-root process cannot bind below."""
    resources: ResourcesLayer | None = None
    """CPU and memory of one replica."""
    autoscaling: AutoscalingLayer | None = None
    """How many replicas run."""
    probes: ProbesLayer | None = None
    """How Kubernetes asks whether a replica works."""
    metrics: HttpPath | None = None
    """Path that Prometheus reads."""
    database_port: Annotated[int, Field(ge=1, le=65535, examples=[5432])] | None = None
    """Port of the PostgreSQL server that a new service may open connections to."""
    termination_grace_seconds: Seconds | None = None
    """Seconds between the request to stop and the kill."""
