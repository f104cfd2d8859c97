"""What a check found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One fact that was checked.

    Attributes:
        subject: whose fact it is: a service, a repository, the stack.
        fact: what should be so, in a few words.
        problem: what is so instead; empty when the check passed.
    """

    subject: str
    fact: str
    problem: str = ""

    @property
    def passed(self) -> bool:
        """Whether the fact holds."""
        return not self.problem
