"""What stands in the way, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One finding of the preflight.

    Args:
        what: what is wrong, and where.
        mend: what a person does about it.
    """

    what: str
    mend: str
