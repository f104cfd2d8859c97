"""Configuration values that are objects, read and checked alike."""

from collections.abc import Callable, Iterable
from typing import Any

import pulumi


def read_object(config: pulumi.Config, key: str, problems: Callable[[Any], Iterable[str]]) -> Any:
    """Reads an object of the stack's configuration.

    Args:
        config: of the project.
        key: without the project's prefix.
        problems: what is wrong with the value, each continuing the text `Pulumi.dev.yaml: pyairtable:key`; it is also
            asked about a value that is no object, or None.

    Raises:
        pulumi.RunError: with every problem at once.
    """
    try:
        given: Any = config.get_object(key)
    except pulumi.ConfigTypeError:
        given = config.get(key)
    where = f"Pulumi.{pulumi.get_stack()}.yaml: {config.name}:{key}"
    found = [f"{where}{problem}" for problem in problems(given)]
    if found:
        raise pulumi.RunError("\n".join(found))
    return given
