"""What is deployed: the workloads of the running platform, by the digests that it runs."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog import Catalog, load
from outputs import PlatformOutput


@dataclass(frozen=True)
class Workloads:
    """The catalog, and the image of each service.

    Attributes:
        catalog: of the project.
        images: reference by digest, by short name.
        secrets: data of the Secret of each service that has one, base64, by short name.
        config_file: configuration of the running dev stack.
    """

    catalog: Catalog
    images: dict[str, str]
    secrets: dict[str, dict[str, str]]
    config_file: Path

    @staticmethod
    def of_running_platform(config_file: Path) -> "Workloads":
        """Reads the dev stack's output.

        Raises:
            subprocess.CalledProcessError: there is no running platform.
        """
        platform = PlatformOutput.model_validate_json(
            run("pulumi", "stack", "output", "platform", "--json", "--stack", "dev")
        )
        images = {
            name: repository.workload.image
            for phase in platform.phases
            for name, repository in phase.repositories.items()
            if repository.workload
        }
        listed = json.loads(run("kubectl", "get", "secrets", "--namespace", platform.namespace, "--output=json"))
        secrets = {secret["metadata"]["name"]: secret["data"] for secret in listed["items"]}
        return Workloads(load(Path("services.yaml")), images, secrets, config_file)


def run(*command: str, stdin: str | None = None) -> str:
    """Runs a command and returns what it printed.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is printed first.
    """
    done = subprocess.run(command, capture_output=True, text=True, input=stdin, check=False)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
        done.check_returncode()
    return done.stdout


def rollouts(names: Sequence[str]) -> list[str]:
    """Deployments as `kubectl rollout status` names them."""
    return [f"deployment/{name}" for name in names]


def as_documents(objects: Sequence[dict[str, object]]) -> str:
    """Kubernetes objects as one list for `kubectl apply`."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})
