"""Imports the images that the node itself needs into containerd: no registry holds them.

Run by the supervisor as `python -m sandbox.cluster.preload`, after containerd and before the kubelet.
"""

import sys

from sandbox import toolchain
from sandbox.cluster import container_runtime
from sandbox.cluster.commands import run
from sandbox.cluster.node_images import COREDNS, PAUSE
from sandbox.errors import SandboxError
from sandbox.images.node import coredns_image, pause_image


def preload() -> None:
    """Imports what containerd does not have yet.

    Raises:
        SandboxError: containerd refuses.
    """
    ctr = ("ctr", "--address", container_runtime.SOCKET, "--namespace", container_runtime.NAMESPACE)
    present = run(*ctr, "images", "list", "--quiet").stdout.split()
    tools = toolchain.ensure(["pause", "coredns"])
    for name, make in (
        (PAUSE, lambda: pause_image(tools.path("pause"), PAUSE)),
        (COREDNS, lambda: coredns_image(tools.path("coredns"), COREDNS)),
    ):
        if name not in present:
            run(*ctr, "images", "import", make())


if __name__ == "__main__":
    try:
        preload()
    except SandboxError as error:
        sys.exit(error.message)
