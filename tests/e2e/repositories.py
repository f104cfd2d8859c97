"""A stack of repositories alone: the real engine and provider against a GitHub stand-in of its own."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from ruamel.yaml import YAML

from bench.content.stand_in import StandIn, running
from sandbox import paths
from sandbox.existing.histories import repositories as existing_repositories
from sandbox.github.seed import seed
from sandbox.toolchain.pulumi import prepare_pulumi

PROGRAM = Path(__file__).resolve().parent / "repositories_program"
OWNER = "Reg-Kris"
TIMEOUT_SECONDS = 600


@dataclass
class Repositories:
    """The organisation on the stand-in, and the stack that manages it.

    Args:
        folder: of state, configuration and catalog.
        github: the stand-in.
        bin: folder of Pulumi's programs.
    """

    folder: Path
    github: StandIn
    bin: Path

    @property
    def catalog(self) -> Path:
        """The catalog that the program reads."""
        return self.folder / "services.yaml"

    def edit(self, change: Callable[[Any], None]) -> None:
        """Changes the committed catalog in one place; a second edit starts from the committed one again."""
        yaml = YAML()
        content: Any = yaml.load(paths.PROJECT / "services.yaml")  # pyright: ignore[reportUnknownMemberType]
        change(content)
        with self.catalog.open("w") as file:
            yaml.dump(content, file)  # pyright: ignore[reportUnknownMemberType]

    def forget(self) -> None:
        """Loses the state."""
        shutil.rmtree(self.folder / "state", ignore_errors=True)
        (self.folder / "state").mkdir()
        (self.folder / "Pulumi.yaml").write_text("name: pyairtable\nruntime: yaml\n")
        self._run(["stack", "init", "dev"], cwd=self.folder)
        for name in ("library", "deploy", "pull-request"):
            self.configure(f"actionsSecrets.{name}-token", f"canary-of-{name}")

    def configure(self, key: str, value: str) -> None:
        """Sets a secret of the stack's configuration."""
        config = ["--config-file", str(self.folder / "Pulumi.dev.yaml"), "--stack", "dev"]
        self._run(["config", "set", "--secret", "--path", f"pyairtable:{key}", value, *config])

    def up(self, *flags: str) -> None:
        """`pulumi up`, which has to succeed."""
        done = self.pulumi("up", "--yes", "--skip-preview", "--parallel", "64", *flags)
        assert done.returncode == 0, done.stdout + done.stderr

    def destroy(self) -> None:
        """`pulumi destroy`, which has to succeed."""
        done = self.pulumi("destroy", "--yes", "--skip-preview")
        assert done.returncode == 0, done.stdout + done.stderr

    def changes(self, *flags: str) -> dict[str, str]:
        """What a preview would do, by logical name, where that is anything."""
        done = self.pulumi("preview", "--json", *flags)
        assert done.returncode == 0, done.stdout + done.stderr
        steps: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("{") :])["steps"]
        return {
            step["urn"].rsplit("::", 1)[1]: step["op"]
            for step in steps
            if step["op"] not in ("same", "read", "refresh")
        }

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command that runs the program."""
        config = ["--config-file", str(self.folder / "Pulumi.dev.yaml"), "--stack", "dev"]
        return self._run([*arguments, *config, "--color=never"], check=False)

    def get(self, path: str) -> Any:
        """A GET below the organisation's repositories, or below the API when it begins with `/orgs`."""
        base = "" if path.startswith("/orgs") else f"/repos/{OWNER}/"
        return self.request("GET", f"{base}{path}")

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """A request of a person."""
        headers = {"Authorization": f"token {self.github.token}"}
        answer = httpx.request(method, f"{self.github.url}/api/v3{path}", json=body, headers=headers, timeout=30)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def _run(
        self, arguments: Sequence[str], *, cwd: Path = PROGRAM, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(self.bin), os.environ["PATH"]]),
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{self.folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "test",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            # Pulumi runs a program from its folder; the packages are the project's.
            "PYTHONPATH": str(paths.PROJECT),
            "CATALOG": str(self.catalog),
            "GITHUB_URL": f"{self.github.url}/",
            "GITHUB_TOKEN": self.github.token,
        }
        environment.pop("PULUMI_CONFIG_PASSPHRASE_FILE", None)
        return subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_SECONDS,
            check=check,
        )


@contextmanager
def organization(folder: Path) -> Generator[Repositories]:
    """The organisation as it was before the platform, and a stack that has managed nothing yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(folder / "github", OWNER, port) as github:
        seed(folder / "github" / "data", OWNER, existing_repositories())
        made = Repositories(folder, github, prepare_pulumi(folder / "home"))
        made.edit(lambda _: None)
        made.forget()
        yield made
