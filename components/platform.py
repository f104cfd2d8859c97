"""The whole platform: the namespace, then phase after phase."""

from dataclasses import replace
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from catalog.model import Catalog
from catalog.quantity import parse
from components.organization_teams import OrganizationTeams
from components.phase import Phase
from components.platform_service import Surroundings
from outputs import VERSION, PhaseOutput, PlatformOutput, Totals


class Platform(pulumi.ComponentResource):
    """Every phase up to a given one.

    Attributes:
        output: a dict in the shape of `outputs.PlatformOutput`.
    """

    output: pulumi.Output[dict[str, Any]]

    def __init__(
        self,
        name: str,
        *,
        surroundings: Surroundings,
        through_phase: int,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the platform.

        Args:
            name: logical name.
            surroundings: what all services share.
            through_phase: the last phase to deploy.
            opts: Pulumi's resource options, with the providers.
        """
        super().__init__("pyairtable:platform:Platform", name, None, opts)
        catalog = surroundings.catalog
        surroundings = _with_teams(surroundings, pulumi.ResourceOptions(parent=self))
        gate: list[pulumi.Resource] = [_namespace(surroundings, pulumi.ResourceOptions(parent=self))]
        phases: list[Phase] = []
        for entry in catalog.phases[: through_phase + 1]:
            phase = Phase(
                f"phase-{entry.number}",
                entry=entry,
                repositories=catalog.of_phase(entry.number),
                surroundings=surroundings,
                after=gate,
                opts=pulumi.ResourceOptions(parent=self),
            )
            gate = phase.gate
            phases.append(phase)
        self.output = pulumi.Output.all(*(phase.output for phase in phases)).apply(
            lambda known: _output(surroundings, known)
        )
        # The stack's output says it all once; the state, written at every step, need not repeat it.
        self.register_outputs({})


def _with_teams(surroundings: Surroundings, opts: pulumi.ResourceOptions) -> Surroundings:
    """Registers the organisation's teams, unless another stack owns them with the repositories."""
    home = surroundings.github
    if not home.manage:
        return surroundings
    teams = OrganizationTeams("teams", teams=surroundings.catalog.teams, existing=surroundings.teams, opts=opts)
    return replace(surroundings, github=replace(home, teams=teams.ids))


def _namespace(surroundings: Surroundings, opts: pulumi.ResourceOptions) -> kubernetes.core.v1.Namespace:
    return kubernetes.core.v1.Namespace(
        "namespace",
        metadata={
            "name": surroundings.namespace,
            "labels": {
                "app.kubernetes.io/part-of": "pyairtable",
                "pyairtable.io/environment": surroundings.environment,
                # The cluster itself refuses a pod that is not restricted, whoever makes it.
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/warn": "restricted",
            },
        },
        opts=opts,
    )


def _output(surroundings: Surroundings, deployed: list[dict[str, Any]]) -> dict[str, Any]:
    catalog = surroundings.catalog
    waiting = [
        PhaseOutput(number=entry.number, title=entry.title, deployed=False, repositories={})
        for entry in catalog.phases[len(deployed) :]
    ]
    phases = (*(PhaseOutput.model_validate(phase) for phase in deployed), *waiting)
    return PlatformOutput(
        version=VERSION,
        environment=surroundings.environment,
        organization=catalog.organization,
        namespace=surroundings.namespace,
        phases=phases,
        totals=_totals(catalog, phases),
    ).model_dump(mode="json")


def _totals(catalog: Catalog, phases: tuple[PhaseOutput, ...]) -> Totals:
    repositories = [repository for phase in phases for repository in phase.repositories.values()]
    workloads = [repository.workload for repository in repositories if repository.workload]
    return Totals(
        repositories=len(repositories),
        services=len(workloads),
        requested_memory=sum(workload.requested_memory for workload in workloads),
        requested_cpu_millicores=sum(workload.requested_cpu_millicores for workload in workloads),
        memory_budget=catalog.memory_budget,
        memory_before=int(parse(catalog.budget.before.memory)),
    )
