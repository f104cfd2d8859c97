"""Asks the sandbox's Kubernetes API, through kubectl."""

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from sandbox import paths
from sandbox.cluster.credentials import ADMIN, kubeconfig_path
from sandbox.errors import SandboxError

WAIT_SECONDS = 90


class Kubernetes:
    """kubectl with the administrator's kubeconfig.

    Args:
        kubectl: the program.
    """

    def __init__(self, kubectl: Path) -> None:
        self._kubectl = kubectl

    def call(self, *arguments: str, given: str | None = None, timeout: float = 30) -> str:
        """Runs kubectl and returns what it prints.

        Raises:
            SandboxError: the API refuses or does not answer in time (seconds).
        """
        config = kubeconfig_path(paths.CREDENTIALS, ADMIN.file)
        command = [str(self._kubectl), f"--kubeconfig={config}", *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, input=given, timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            raise SandboxError(
                f"kubectl {' '.join(arguments)}: no answer in {timeout:.0f} s", f"see the logs in {paths.LOGS}"
            ) from None
        if done.returncode != 0:
            raise SandboxError(f"kubectl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def apply(self, manifests: Sequence[Mapping[str, object]]) -> None:
        """Creates or updates objects; several `make up` at once do not conflict."""
        listed = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(manifests)})
        self.call("apply", "--server-side", "--force-conflicts", "--filename=-", given=listed)

    def wait(self, what: str, condition: str, *arguments: str, seconds: float = WAIT_SECONDS) -> None:
        """Waits until an object exists and meets a condition.

        Args:
            what: `node/sandbox`, `deployment/coredns`.
            condition: as `kubectl wait --for` takes it.
            arguments: further ones, such as the namespace.
            seconds: how long in all.

        Raises:
            SandboxError: it does not in time.
        """
        deadline = time.monotonic() + seconds
        for goal in ("create", condition):
            left = max(1, int(deadline - time.monotonic()))
            flags = (f"--for={goal}", f"--timeout={left}s", *arguments)
            self.call("wait", what, *flags, timeout=left + 5)
