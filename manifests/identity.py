"""What an object is called and how it is found."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Identity:
    """The names that all objects of one service share.

    Attributes:
        name: the service's short name, an RFC 1035 label.
        namespace: where its objects live.
        language: `go` or `python`, a label for dashboards.
        phase: the phase that deploys it, a label for dashboards.
        environment: `dev` or `prod`.
    """

    name: str
    namespace: str
    language: str
    phase: int
    environment: str

    @property
    def selector(self) -> dict[str, str]:
        """Labels that never change: a Deployment's selector is immutable."""
        return {"app.kubernetes.io/name": self.name, "app.kubernetes.io/part-of": "pyairtable"}

    @property
    def labels(self) -> dict[str, str]:
        """The selector and what dashboards group by."""
        return {
            **self.selector,
            "app.kubernetes.io/managed-by": "pulumi",
            "pyairtable.io/language": self.language,
            "pyairtable.io/phase": str(self.phase),
            "pyairtable.io/environment": self.environment,
        }

    def metadata(self, annotations: dict[str, str] | None = None) -> dict[str, Any]:
        """An object's metadata; every object of a service carries the service's name."""
        metadata: dict[str, Any] = {"name": self.name, "namespace": self.namespace, "labels": self.labels}
        if annotations:
            metadata["annotations"] = annotations
        return metadata
