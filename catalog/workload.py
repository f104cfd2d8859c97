"""How a service runs, put together from the layers of `catalog.layers`.

Three layers, later over earlier: the defaults of the service's language, the service's own entry, the environment.
"""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from catalog.layers import Percent, Port, Replicas, Seconds, WorkloadLayer
from catalog.names import HttpPath
from catalog.overlay import overlay
from catalog.quantity import Cpu, Memory, parse

_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True)

Setting = tuple[str, ...]
"""The keys that lead to one setting inside a layer."""


class Quantities(BaseModel):
    """CPU (cores) and memory (bytes) as Kubernetes quantities."""

    model_config = _MODEL
    cpu: Cpu
    memory: Memory


class Resources(BaseModel):
    """Requests and limits of one container."""

    model_config = _MODEL
    requests: Quantities
    limits: Quantities


class Autoscaling(BaseModel):
    """Bounds of the HorizontalPodAutoscaler and its target (percent of the requested CPU)."""

    model_config = _MODEL
    minimum: Replicas
    maximum: Replicas
    cpu_percent: Percent


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
    database_port: int
    termination_grace_seconds: Seconds

    @property
    def minimum_memory(self) -> int:
        """Bytes that the service requests when it runs at its minimum of replicas."""
        return int(parse(self.resources.requests.memory) * self.autoscaling.minimum)

    @property
    def contradictions(self) -> list[tuple[Setting, Setting, str]]:
        """Pairs of settings that cannot both hold, lower and upper, and why; none in a catalog that was loaded."""
        found: list[tuple[Setting, Setting, str]] = []
        requests, limits = self.resources.requests, self.resources.limits
        for name, request, limit in (
            ("cpu", requests.cpu, limits.cpu),
            ("memory", requests.memory, limits.memory),
        ):
            if parse(request) > parse(limit):
                reason = f"the {name} request {request} is above the limit {limit}; lower one or raise the other"
                found.append((("resources", "requests", name), ("resources", "limits", name), reason))
        if self.autoscaling.minimum > self.autoscaling.maximum:
            reason = (
                f"the minimum of {self.autoscaling.minimum} replicas is above the maximum of "
                f"{self.autoscaling.maximum}; lower one or raise the other"
            )
            found.append((("autoscaling", "minimum"), ("autoscaling", "maximum"), reason))
        return found


def resolve(layers: Sequence[WorkloadLayer]) -> WorkloadSpec:
    """Puts layers together, later over earlier.

    Raises:
        pydantic.ValidationError: a setting is in no layer.
    """
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = overlay(merged, layer.model_dump(exclude_none=True))
    return WorkloadSpec.model_validate(merged)
