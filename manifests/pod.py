"""The pod of a service: one container, non-root, read-only, probed."""

from collections.abc import Mapping
from typing import Any

from catalog.workload import Probes, WorkloadSpec
from manifests.identity import Identity

# The numeric id of "nonroot" in distroless images; Pod Security "restricted" wants it numeric to verify it.
USER = 65532
# Long enough for a Service's endpoints to lose the pod on every node before it stops answering.
DRAIN_SECONDS = 5


def template(
    identity: Identity, spec: WorkloadSpec, image: Any, checksums: Mapping[str, Any], secret: bool
) -> dict[str, Any]:
    """The pod template of a Deployment.

    Args:
        identity: the service's names.
        spec: how it runs.
        image: reference by digest; a string, or a Pulumi output of one.
        checksums: annotations that change when the pod's configuration changes, so that it is rolled out.
        secret: whether the service has a Secret whose keys become environment variables.
    """
    return {
        "metadata": {
            "labels": identity.labels,
            "annotations": {
                **checksums,
                "prometheus.io/scrape": "true",
                "prometheus.io/port": str(spec.port),
                "prometheus.io/path": spec.metrics,
            },
        },
        "spec": {
            "serviceAccountName": identity.name,
            "automountServiceAccountToken": False,
            # Environment variables of every Service of the namespace would grow with the platform.
            "enableServiceLinks": False,
            "terminationGracePeriodSeconds": spec.termination_grace_seconds,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": USER,
                "runAsGroup": USER,
                "fsGroup": USER,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "topologySpreadConstraints": [
                {
                    "maxSkew": 1,
                    "topologyKey": key,
                    "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": {"matchLabels": identity.selector},
                }
                for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
            ],
            "containers": [_container(identity, spec, image, secret)],
            "volumes": [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}],
        },
    }


def _container(identity: Identity, spec: WorkloadSpec, image: Any, secret: bool) -> dict[str, Any]:
    sources: list[dict[str, Any]] = [{"configMapRef": {"name": identity.name}}]
    if secret:
        sources.append({"secretRef": {"name": identity.name}})
    return {
        "name": identity.name,
        "image": image,
        "ports": [{"name": "http", "containerPort": spec.port, "protocol": "TCP"}],
        "envFrom": sources,
        "resources": spec.resources.model_dump(),
        **_probes(spec.probes),
        # `sleep` is the kubelet's own action: an image from scratch has no program to run.
        "lifecycle": {"preStop": {"sleep": {"seconds": DRAIN_SECONDS}}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108 - a volume of the pod
    }


def _probes(probes: Probes) -> dict[str, Any]:
    def probe(path: str, period: int, failures: int) -> dict[str, Any]:
        return {
            "httpGet": {"path": path, "port": "http"},
            "periodSeconds": period,
            "timeoutSeconds": probes.timeout_seconds,
            "failureThreshold": failures,
        }

    return {
        # Every second while it starts, so that a rollout goes on as soon as the service is there.
        "startupProbe": probe(probes.liveness, 1, probes.startup_seconds),
        "livenessProbe": probe(probes.liveness, probes.period_seconds, 3),
        "readinessProbe": probe(probes.readiness, probes.period_seconds, 2),
    }
