"""What the stack's state already has, as of the end of its last run.

Most imports may be repeated for ever, because the id in the state is the name to import by. Some resources have another
id there; importing one that is already recorded would replace it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pulumi

Outputs = Mapping[str, object]


@dataclass(frozen=True)
class Recorded:
    """The resources of a state.

    Args:
        outputs: by URN.
    """

    outputs: Mapping[str, Outputs]

    def of_type(self, token: str) -> dict[str, Outputs]:
        """Outputs by logical name.

        Args:
            token: for example `github:index/repositoryRuleset:RepositoryRuleset`.
        """
        end = f"{token}::"
        return {urn.rsplit("::", 1)[1]: found for urn, found in self.outputs.items() if f"${end}" in urn}


def read() -> Recorded:
    """Reads the state of the current stack."""
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    # Of the engine's own provider, as StackReference is; it has no function in the SDK.
    answer = pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": stack})
    return Recorded(cast("Mapping[str, Outputs]", cast("Outputs", answer.value or {}).get("outputs", {})))
