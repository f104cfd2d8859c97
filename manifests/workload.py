"""Every object of one service, from its settings."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.workload import WorkloadSpec
from manifests import pod
from manifests.identity import Identity

Manifest = dict[str, Any]

# A rollout that makes no progress for this long has failed, beyond the time that a start may take.
PROGRESS_MARGIN_SECONDS = 60


@dataclass(frozen=True)
class WorkloadManifests:
    """The objects in the order in which they need each other."""

    service_account: Manifest
    config_map: Manifest
    deployment: Manifest
    service: Manifest
    autoscaler: Manifest
    disruption_budget: Manifest
    network_policy: Manifest


def render(
    identity: Identity,
    spec: WorkloadSpec,
    image: Any,
    settings: Mapping[str, str],
    *,
    secret: bool = False,
    secret_checksum: Any = None,
    database: bool = False,
) -> WorkloadManifests:
    """The objects of a service.

    Args:
        identity: the service's names.
        spec: how it runs in this environment.
        image: reference by digest; a string, or a Pulumi output of one.
        settings: environment variables that are no secrets.
        secret: whether the service reads a Secret of its name, which is made elsewhere.
        secret_checksum: changes when that Secret changes; None where its content is not known.
        database: whether the service opens connections to its database.
    """
    data = {"SERVICE_NAME": identity.name, "ENVIRONMENT": identity.environment, "PORT": str(spec.port), **settings}
    checksums = {"pyairtable.io/config-checksum": _checksum(data)}
    if secret_checksum is not None:
        checksums["pyairtable.io/secret-checksum"] = secret_checksum
    template = pod.template(identity, spec, image, checksums, secret)
    return WorkloadManifests(
        service_account=_object("v1", "ServiceAccount", identity, automountServiceAccountToken=False),
        config_map=_object("v1", "ConfigMap", identity, data=data),
        deployment=_object("apps/v1", "Deployment", identity, spec=_deployment(identity, spec, template)),
        service=_object("v1", "Service", identity, spec=_service(identity)),
        autoscaler=_object("autoscaling/v2", "HorizontalPodAutoscaler", identity, spec=_autoscaler(identity, spec)),
        disruption_budget=_object(
            "policy/v1",
            "PodDisruptionBudget",
            identity,
            # At one replica a `minAvailable` would block every drain of the node.
            spec={"maxUnavailable": 1, "selector": {"matchLabels": identity.selector}},
        ),
        network_policy=_object(
            "networking.k8s.io/v1", "NetworkPolicy", identity, spec=_network_policy(identity, spec, database)
        ),
    )


def _object(api_version: str, kind: str, identity: Identity, **fields: Any) -> Manifest:
    return {"apiVersion": api_version, "kind": kind, "metadata": identity.metadata(), **fields}


def _checksum(data: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def _deployment(identity: Identity, spec: WorkloadSpec, template: Manifest) -> Manifest:
    # No `replicas`: the autoscaler owns them, and every later apply would take them back.
    return {
        "selector": {"matchLabels": identity.selector},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}},
        "revisionHistoryLimit": 3,
        "progressDeadlineSeconds": spec.probes.startup_seconds + PROGRESS_MARGIN_SECONDS,
        "template": template,
    }


def _service(identity: Identity) -> Manifest:
    return {
        "type": "ClusterIP",
        "selector": identity.selector,
        "ports": [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}],
    }


def _autoscaler(identity: Identity, spec: WorkloadSpec) -> Manifest:
    return {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": identity.name},
        "minReplicas": spec.autoscaling.minimum,
        "maxReplicas": spec.autoscaling.maximum,
        "metrics": [
            {
                "type": "Resource",
                "resource": {
                    "name": "cpu",
                    "target": {"type": "Utilization", "averageUtilization": spec.autoscaling.cpu_percent},
                },
            }
        ],
    }


def _network_policy(identity: Identity, spec: WorkloadSpec, database: bool) -> Manifest:
    """Only the platform talks to a service, and a service talks to the platform, to DNS and to its database."""
    platform = {"podSelector": {"matchLabels": {"app.kubernetes.io/part-of": "pyairtable"}}}
    dns = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}
    egress: list[Manifest] = [
        {"to": [platform]},
        {"to": [dns], "ports": [{"port": 53, "protocol": protocol} for protocol in ("UDP", "TCP")]},
    ]
    if database:
        # To any address: a database server may be anywhere, and only the Secret says where.
        egress.append({"ports": [{"port": spec.database_port, "protocol": "TCP"}]})
    return {
        "podSelector": {"matchLabels": identity.selector},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [platform], "ports": [{"port": spec.port, "protocol": "TCP"}]}],
        "egress": egress,
    }
