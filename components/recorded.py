"""What the stack's state already has, as of the end of its last run.

Most imports may be repeated for ever, because the id in the state is the name to import by. Some resources have another
id there; importing one that is already recorded would replace it.
"""

from collections.abc import Mapping
from typing import cast

import pulumi


def names(type_token: str) -> frozenset[str]:
    """Logical names of the recorded resources of a type.

    Args:
        type_token: for example `github:index/repositoryRuleset:RepositoryRuleset`.
    """
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    # Of the engine's own provider, as StackReference is; it has no function in the SDK.
    answer = pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": stack})
    recorded = cast("Mapping[str, Mapping[str, object]]", answer.value or {}).get("outputs", {})
    return frozenset(urn.rsplit("::", 1)[1] for urn in recorded if f"${type_token}::" in urn)
