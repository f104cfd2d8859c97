"""A phase of the deployment: its services, and the gate before the next one."""

from collections.abc import Mapping, Sequence

import pulumi

from catalog.model import Catalog, Repository
from catalog.model import Phase as PhaseEntry
from components.platform_service import PlatformService, Surroundings


class Phase(pulumi.ComponentResource):
    """The services of one phase, all built before the next phase is registered.

    Everything that a phase makes depends on the gate of the phase before. A Deployment counts as made when its rollout
    is complete, so a rollout that fails keeps every later phase from starting.

    Attributes:
        services: by short name.
        gate: what a later phase waits for.
        output: a dict in the shape of `outputs.PhaseOutput`.
    """

    services: dict[str, PlatformService]
    gate: list[pulumi.Resource]
    output: pulumi.Output[dict[str, object]]

    def __init__(
        self,
        name: str,
        *,
        entry: PhaseEntry,
        repositories: Sequence[Repository],
        surroundings: Surroundings,
        after: Sequence[pulumi.Resource],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the phase and everything in it.

        Args:
            name: logical name.
            entry: the catalog's phase.
            repositories: its repositories; at least one.
            surroundings: what all services share.
            after: the gate of the phase before.
            opts: Pulumi's resource options.

        Raises:
            ValueError: the phase is empty; nothing would wait for it, silently.
        """
        if not repositories:
            raise ValueError(f"phase {entry.number} ({entry.title}) has no repository")
        waiting = pulumi.ResourceOptions(transformations=[_waiting_for(after)])
        super().__init__("pyairtable:platform:Phase", name, None, pulumi.ResourceOptions.merge(opts, waiting))
        built: dict[str, PlatformService] = {}
        # Libraries first, because images of this phase may be made with them; those of earlier phases are there.
        for repository in sorted(repositories, key=lambda entry: entry.kind != "library"):
            built[repository.name] = PlatformService(
                repository.short_name,
                entry=repository,
                surroundings=surroundings,
                libraries=_libraries(repository, surroundings.catalog, built),
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.services = {repository.short_name: built[repository.name] for repository in repositories}
        self.gate = [service.gate for service in self.services.values()]
        self.output = pulumi.Output.all(**{key: service.output for key, service in self.services.items()}).apply(
            lambda known: {"number": entry.number, "title": entry.title, "deployed": True, "repositories": known}
        )
        # The stack's output says it all once; the state, written at every step, need not repeat it.
        self.register_outputs({})


def _libraries(entry: Repository, catalog: Catalog, built: Mapping[str, PlatformService]) -> list[pulumi.Resource]:
    """The content of the library that a new service's image is made with, where this phase makes it."""
    library = catalog.library(entry.language)
    made = built.get(library.name) if library and entry.kind == "service" and entry.origin == "new" else None
    return [made.content] if made and made.content else []


def _waiting_for(gate: Sequence[pulumi.Resource]) -> pulumi.ResourceTransformation:
    """Makes every resource below a component wait, but not the components.

    A component is only a name. Were it to wait too, all of a phase's components would be registered, and each time the
    state written, between two phases instead of while the first one starts.
    """

    def transform(arguments: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if isinstance(arguments.resource, pulumi.ComponentResource):
            return None
        waiting = pulumi.ResourceOptions(depends_on=list(gate))
        return pulumi.ResourceTransformationResult(
            arguments.props, pulumi.ResourceOptions.merge(arguments.opts, waiting)
        )

    return transform
