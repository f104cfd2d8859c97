"""Imports the images that the node itself needs into containerd: no registry holds them.

Run by the supervisor as `python -m sandbox.cluster.preload NAME ARCHIVE …`, after containerd and before the kubelet.
"""

import sys
from collections.abc import Mapping

from sandbox.cluster import container_runtime
from sandbox.cluster.commands import run
from sandbox.errors import SandboxError


def preload(archives: Mapping[str, str]) -> None:
    """Imports what containerd does not have yet.

    Args:
        archives: image name to the archive that holds it.

    Raises:
        SandboxError: containerd refuses.
    """
    ctr = ("ctr", "--address", container_runtime.SOCKET, "--namespace", container_runtime.NAMESPACE)
    present = run(*ctr, "images", "list", "--quiet").stdout.split()
    for name, archive in archives.items():
        if name not in present:
            run(*ctr, "images", "import", archive)


if __name__ == "__main__":
    try:
        preload(dict(zip(sys.argv[1::2], sys.argv[2::2], strict=True)))
    except SandboxError as error:
        sys.exit(error.message)
