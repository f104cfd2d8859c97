"""The repository that settings are registered for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi


@dataclass(frozen=True)
class Target:
    """Where a repository's settings go.

    Attributes:
        prefix: what their logical names begin with; independent of the GitHub name, so that a rename replaces nothing.
        repository: the name on GitHub.
        parent: the component that they belong to.
        kept: by logical name, the id to import what GitHub has already and the state does not.
        teams: ids of the catalog's teams by slug.
        secrets: values of the stack's `actionsSecrets` by name.
    """

    prefix: str
    repository: pulumi.Input[str]
    parent: pulumi.Resource
    kept: Mapping[str, str] = field(default_factory=dict[str, str])
    teams: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])

    def options(
        self, name: str, *, after: Sequence[pulumi.Resource] = (), ignore: Sequence[str] = ()
    ) -> pulumi.ResourceOptions:
        """The options of a setting.

        Args:
            name: its logical name.
            after: what has to be made first.
            ignore: inputs that are not ours to change.
        """
        return pulumi.ResourceOptions(
            parent=self.parent,
            retain_on_delete=True,
            depends_on=list(after),
            ignore_changes=list(ignore),
            import_=self.kept.get(name),
        )
