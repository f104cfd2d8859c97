"""A phase of the deployment: its services, and the gate before the next one."""

from collections.abc import Sequence

import pulumi

from catalog.model import Phase as PhaseEntry
from catalog.model import Repository
from components.platform_service import PlatformService, Surroundings


class Phase(pulumi.ComponentResource):
    """The services of one phase, all built before the next phase is registered.

    A later phase names this one in `depends_on`: Pulumi then waits for every child, and a Deployment counts as made
    when its rollout is complete. A rollout that fails so keeps every later phase from starting.

    Attributes:
        services: by short name.
        output: a dict in the shape of `outputs.PhaseOutput`.
    """

    services: dict[str, PlatformService]
    output: pulumi.Output[dict[str, object]]

    def __init__(
        self,
        name: str,
        *,
        entry: PhaseEntry,
        repositories: Sequence[Repository],
        surroundings: Surroundings,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the phase and everything in it.

        Args:
            name: logical name.
            entry: the catalog's phase.
            repositories: its repositories; at least one.
            surroundings: what all services share.
            opts: Pulumi's resource options.

        Raises:
            ValueError: the phase is empty; nothing would wait for it, silently.
        """
        if not repositories:
            raise ValueError(f"phase {entry.number} ({entry.title}) has no repository")
        super().__init__("pyairtable:platform:Phase", name, None, opts)
        self.services = {
            repository.short_name: PlatformService(
                repository.short_name,
                entry=repository,
                surroundings=surroundings,
                opts=pulumi.ResourceOptions(parent=self),
            )
            for repository in repositories
        }
        self.output = pulumi.Output.all(**{key: service.output for key, service in self.services.items()}).apply(
            lambda known: {"number": entry.number, "title": entry.title, "deployed": True, "repositories": known}
        )
        self.register_outputs({"output": self.output})
