"""How a layer of settings goes over the one below."""

from collections.abc import Mapping
from typing import Any, cast

Plain = Mapping[str, Any]


def overlay(lower: Plain, upper: Plain) -> dict[str, Any]:
    """The upper layer's values over the lower one's.

    Mappings merge key by key, at any depth; any other value, a list too, replaces the one below; None takes it away.
    """
    merged = dict(lower)
    for key, value in upper.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, Mapping):
            below = merged.get(key)
            merged[key] = overlay(cast("Plain", below if isinstance(below, Mapping) else {}), cast("Plain", value))
        else:
            merged[key] = value
    return merged
