"""Stacks that a test makes for itself: the real engine and providers, a configuration and a catalog of its own."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sandbox import paths, stack

TIMEOUT_SECONDS = 600


@dataclass
class Done:
    """A command that has ended.

    Attributes:
        code: its exit code.
        text: everything that it printed.
    """

    code: int
    text: str


def run(*command: str, env: dict[str, str] | None = None) -> Done:
    """Runs a command in the project's folder."""
    done = subprocess.run(
        command,
        cwd=paths.PROJECT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
    )
    return Done(done.returncode, done.stdout + done.stderr)


@dataclass
class Stack:
    """One stack with a configuration file of its own, outside the project.

    Args:
        name: of the stack.
        folder: where its configuration file is written.
        configuration: what differs from the dev stack, without the project's prefix.
        env: more environment variables; an empty value unsets one for Pulumi's purposes.
    """

    name: str
    folder: Path
    configuration: dict[str, Any] = field(default_factory=dict[str, Any])
    env: dict[str, str] = field(default_factory=dict[str, str])
    start: str = "dev"

    @property
    def config_file(self) -> Path:
        """The stack's configuration."""
        return self.folder / f"Pulumi.{self.name}.yaml"

    def write(self) -> None:
        """Writes the configuration: the start's, with this stack's changes and addresses of the sandbox."""
        yaml = YAML()
        source = stack.CONFIG_FILE if self.start == "dev" else paths.PROJECT / f"Pulumi.{self.start}.yaml"
        content: Any = yaml.load(source)  # pyright: ignore[reportUnknownMemberType]
        if self.name != "dev":
            # Another catalog may lack the services that they are for; those that exist already need none.
            content.pop("encryptionsalt", None)
            content["config"].pop(stack.SECRETS, None)
        if self.config_file.exists():
            before: Any = yaml.load(self.config_file)  # pyright: ignore[reportUnknownMemberType]
            content["encryptionsalt"] = before["encryptionsalt"]
        content["config"] |= {f"pyairtable:{key}": value for key, value in self.configuration.items()}
        with self.config_file.open("w") as file:
            yaml.dump(content, file)  # pyright: ignore[reportUnknownMemberType]

    def init(self) -> None:
        """Makes the stack in the sandbox's state."""
        (self.folder / "Pulumi.yaml").write_text("name: pyairtable\nruntime: yaml\n")
        self.write()
        made = run("pulumi", "stack", "init", self.name, "--cwd", str(self.folder), "--non-interactive")
        assert made.code == 0, made.text

    def command(self, *arguments: str) -> list[str]:
        """A command that runs the program on this stack, with its configuration as it is now."""
        self.write()
        return [
            "pulumi", *arguments, "--stack", self.name, "--config-file", str(self.config_file), "--non-interactive",
            "--color=never",
        ]  # fmt: skip

    def pulumi(self, *arguments: str) -> Done:
        """Runs a command that runs the program."""
        return run(*self.command(*arguments), env=self.env)

    def up(self) -> Done:
        """`pulumi up` without questions."""
        return self.pulumi("up", "--yes", "--skip-preview", "--parallel", "64")

    def plan(self) -> list[dict[str, Any]]:
        """The steps of a preview that would change something."""
        done = self.pulumi("preview", "--json")
        assert done.code == 0, done.text
        steps: list[dict[str, Any]] = json.loads(done.text[done.text.index("{") :])["steps"]
        return [step for step in steps if step["op"] not in ("same", "read")]

    def output(self) -> Any:
        """The `platform` output."""
        done = run("pulumi", "stack", "output", "platform", "--json", "--stack", self.name, "--non-interactive")
        assert done.code == 0, done.text
        return json.loads(done.text)

    def remove(self) -> None:
        """Destroys what the stack made and forgets it; repositories stay, as always."""
        destroyed = self.pulumi("destroy", "--yes", "--skip-preview", "--parallel", "64")
        assert destroyed.code == 0, destroyed.text
        removed = run("pulumi", "stack", "rm", self.name, "--yes", "--preserve-config", "--non-interactive")
        assert removed.code == 0, removed.text
