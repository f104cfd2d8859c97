"""What the workflows of a repository run, step by step."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from tests.rendered.repositories import Rendered

FOLDER = ".github/workflows/"
_MAKE = re.compile(r"^make (?P<targets>[a-z][a-z -]*)$", re.MULTILINE)
TOOL = re.compile(r"pipx (?:run|install) (?P<name>[a-z-]+)==(?P<version>\S+)")


@dataclass(frozen=True)
class Step:
    """A step that runs commands.

    Attributes:
        workflow: name of its file.
        job: of the workflow.
        script: the commands.
    """

    workflow: str
    job: str
    script: str


@cache
def steps(repository: Rendered) -> tuple[Step, ...]:
    """Of the workflows that the platform brings, in their order; an existing repository's own are its own affair."""
    return tuple(
        step for path in sorted(repository.brought) if path.startswith(FOLDER) for step in _read(repository, path)
    )


def _read(repository: Rendered, path: str) -> Iterator[Step]:
    content: Any = YAML(typ="safe").load(repository.files[path])  # pyright: ignore[reportUnknownMemberType]
    for name, job in content["jobs"].items():
        for step in job.get("steps", ()):
            if "run" in step:
                yield Step(path.removeprefix(FOLDER), name, step["run"])


def make_targets(repository: Rendered) -> tuple[str, ...]:
    """What the steps ask make for, each once."""
    calls = (call["targets"].split() for step in steps(repository) for call in _MAKE.finditer(step.script))
    return tuple(dict.fromkeys(target for targets in calls for target in targets))
