"""A service in the cluster: every object of `manifests`, awaited through its Deployment."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
from pydantic.alias_generators import to_snake

import manifests
from catalog.workload import WorkloadSpec

# A Service's own await sleeps 10 s for its endpoints to settle; the Deployment's readiness says the same sooner
# (https://github.com/pulumi/pulumi-kubernetes/issues/248).
_SKIP_AWAIT = {"pulumi.com/skipAwait": "true"}


class Workload(pulumi.ComponentResource):
    """Deployment, Service, autoscaler and what belongs to them.

    Attributes:
        address: its Service's http URL inside the cluster.
        deployment: made when its rollout is complete.
    """

    address: str
    deployment: kubernetes.apps.v1.Deployment

    def __init__(
        self,
        name: str,
        *,
        identity: manifests.Identity,
        spec: WorkloadSpec,
        image: pulumi.Input[str],
        settings: Mapping[str, str],
        secrets: Mapping[str, pulumi.Input[str]],
        database: bool,
        rollout_timeout_seconds: int,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the objects.

        Args:
            name: logical name.
            identity: the names of its objects.
            spec: how it runs.
            image: reference by digest.
            settings: environment variables that are no secrets.
            secrets: environment variables that are; without any there is no Secret.
            database: whether it opens connections to its database.
            rollout_timeout_seconds: how long a rollout may take before the update fails.
            opts: Pulumi's resource options.
        """
        super().__init__("pyairtable:kubernetes:Workload", name, None, opts)
        rendered = manifests.render(
            identity,
            spec,
            image,
            settings,
            secret=bool(secrets),
            secret_checksum=_checksum(secrets) if secrets else None,
            database=database,
        )
        child = pulumi.ResourceOptions(parent=self)

        account = kubernetes.core.v1.ServiceAccount(f"{name}-account", **_args(rendered.service_account), opts=child)
        config = kubernetes.core.v1.ConfigMap(f"{name}-config", **_args(rendered.config_map), opts=child)
        needed: list[pulumi.Resource] = [account, config]
        if secrets:
            needed.append(_secret(f"{name}-secret", identity, secrets, child))
        timeout = f"{rollout_timeout_seconds}s"
        self.deployment = kubernetes.apps.v1.Deployment(
            f"{name}-deployment",
            **_args(rendered.deployment),
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=needed,
                custom_timeouts=pulumi.CustomTimeouts(create=timeout, update=timeout),
            ),
        )
        # The rollout takes longest, so it begins first; these follow one by one while it is under way. Together they
        # would come before it, because Pulumi writes the state for each, one at a time.
        network = kubernetes.networking.v1.NetworkPolicy(
            f"{name}-network", **_args(rendered.network_policy), opts=self._after(*needed)
        )
        arguments = _args(rendered.service)
        arguments["metadata"] = {**arguments["metadata"], "annotations": _SKIP_AWAIT}
        service = kubernetes.core.v1.Service(f"{name}-service", **arguments, opts=self._after(network))
        autoscaler = kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
            f"{name}-autoscaler", **_args(rendered.autoscaler), opts=self._after(service)
        )
        kubernetes.policy.v1.PodDisruptionBudget(
            f"{name}-disruption-budget", **_args(rendered.disruption_budget), opts=self._after(autoscaler)
        )

        self.address = f"http://{identity.name}.{identity.namespace}.svc"
        self.register_outputs({"address": self.address})

    def _after(self, *earlier: pulumi.Resource) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, depends_on=list(earlier))


def _secret(
    name: str, identity: manifests.Identity, secrets: Mapping[str, pulumi.Input[str]], opts: pulumi.ResourceOptions
) -> kubernetes.core.v1.Secret:
    # Marked here whatever was passed: a value in plain text would stay in the state's history.
    values = {key: pulumi.Output.secret(value) for key, value in secrets.items()}
    manifest: dict[str, Any] = {"metadata": identity.metadata(), "type": "Opaque", "string_data": values}
    return kubernetes.core.v1.Secret(name, **manifest, opts=opts)


def _checksum(secrets: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
    """Changes when a value does. It stays secret: a weak value could be guessed from it."""
    values = pulumi.Output.secret(dict(secrets))
    return values.apply(lambda known: hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:16])


def _args(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest as a resource's arguments: outermost keys in Python's spelling; the class says version and kind."""
    return {to_snake(key): value for key, value in manifest.items() if key not in ("apiVersion", "kind")}
