"""Faults that tests order: which requests fail, how, how often. Seeded, so that a run can be repeated."""

import random
import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

Kind = Literal["secondary_limit", "bad_gateway", "server_error", "timeout", "conflict", "slow", "truncated"]


class Fault(BaseModel):
    """One rule.

    Args:
        kind: `secondary_limit` is 403 with Retry-After, `bad_gateway` 502, `server_error` 500, `conflict` 409,
            `timeout` holds the request and then answers 504, `slow` delays it, `truncated` cuts the answer in half.
        method: only this method; all by default.
        path: a regular expression that is searched in the path.
        probability: the share of matching requests that fail.
        seed: for the choice which ones.
        count: how many fail at most; then the rule is spent.
        seconds: of `slow` and `timeout`, and of `secondary_limit`'s Retry-After.
        after: the request does its work first, and only its answer is lost. For `secondary_limit` never true.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    method: str | None = None
    path: str = ""
    probability: float = Field(default=1.0, ge=0, le=1)
    seed: int = 0
    count: int | None = Field(default=None, gt=0)
    seconds: float = Field(default=1.0, ge=0)
    after: bool = False

    @field_validator("path")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"path is not a regular expression: {error}") from None
        return value


class Faults:
    """The rules in force."""

    def __init__(self) -> None:
        self.set([])

    def set(self, faults: list[Fault]) -> None:
        """Replaces all rules."""
        self.rules = faults
        self._random = [random.Random(fault.seed) for fault in faults]  # noqa: S311, repeatable on purpose
        self._left = [fault.count for fault in faults]

    def pick(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; the first rule that strikes."""
        for index, fault in enumerate(self.rules):
            left = self._left[index]
            if left == 0 or fault.method not in (None, method) or re.search(fault.path, path) is None:
                continue
            if self._random[index].random() >= fault.probability:
                continue
            if left is not None:
                self._left[index] = left - 1
            return fault
        return None
