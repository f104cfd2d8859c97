"""A stack as Pulumi's command line gives it: its output and its configuration."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from outputs import PlatformOutput


class StackError(Exception):
    """The stack cannot be read; the text says why."""


@dataclass(frozen=True)
class Stack:
    """What verification needs to know of a stack.

    Attributes:
        flags: of a Pulumi command that runs the program: which stack, which configuration file.
        platform: its output.
        configuration: values by key, without the project's prefix.
    """

    flags: tuple[str, ...]
    platform: PlatformOutput
    configuration: dict[str, str]


def read(name: str, config_file: str | None) -> Stack:
    """Reads a stack.

    Args:
        name: the stack's name.
        config_file: its configuration file when it is not `Pulumi.<name>.yaml`.

    Raises:
        StackError: there is no such stack, or it has no output yet.
    """
    configured = ("--config-file", config_file) if config_file else ()
    outputs = _json(["pulumi", "stack", "output", "--json", "--stack", name])
    if "platform" not in outputs:
        raise StackError(f"stack {name} has no `platform` output yet; run `make up`")
    try:
        platform = PlatformOutput.model_validate(outputs["platform"])
    except ValidationError as error:
        first = error.errors()[0]
        raise StackError(f"stack {name}: platform.{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    values = _json(["pulumi", "config", "--json", "--stack", name, *configured])
    configuration = {key.split(":", 1)[1]: str(entry.get("value", "")) for key, entry in values.items()}
    return Stack(("--stack", name, *configured), platform, configuration)


def _json(command: Sequence[str]) -> dict[str, Any]:
    done = subprocess.run([*command, "--non-interactive"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StackError(done.stderr.strip() or f"{' '.join(command)} failed")
    return json.loads(done.stdout)
