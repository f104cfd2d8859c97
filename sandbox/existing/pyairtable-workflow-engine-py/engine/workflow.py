"""A workflow and the order of its steps."""

from collections.abc import Callable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, model_validator

ACTIONS: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "sum": lambda values: sum(value for value in values.values() if isinstance(value, int | float)),
    "count": len,
    "collect": dict,
}


class Step(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    action: Literal["sum", "count", "collect"]
    after: tuple[str, ...] = ()


class Workflow(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _steps_can_be_ordered(self) -> "Workflow":
        names = [step.name for step in self.steps]
        unknown = {name for step in self.steps for name in step.after} - set(names)
        if unknown or len(names) != len(set(names)):
            raise ValueError(f"steps need unique names and wait for known steps: {sorted(unknown) or names}")
        try:
            self.order()
        except CycleError as error:
            raise ValueError(f"steps wait for each other: {' -> '.join(error.args[1])}") from None
        return self

    def order(self) -> list[str]:
        """Names of the steps, each after those it waits for."""
        return list(TopologicalSorter({step.name: step.after for step in self.steps}).static_order())

    def run(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Results by step; a step sees the input, or the results of the steps that it waited for."""
        steps = {step.name: step for step in self.steps}
        results: dict[str, Any] = {}
        for name in self.order():
            step = steps[name]
            seen = {before: results[before] for before in step.after} if step.after else dict(values)
            results[name] = ACTIONS[step.action](seen)
        return results
