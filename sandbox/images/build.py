"""Builds an image with the sandbox's BuildKit and pushes it to the sandbox's registry."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from sandbox import paths, toolchain
from sandbox.errors import SandboxError
from sandbox.images.buildkit import SOCKET


def build(context: Path, tags: Sequence[str], arguments: Sequence[str] = ()) -> None:
    """Builds the Dockerfile of a folder.

    Args:
        context: the folder.
        tags: full names that the image is pushed under.
        arguments: more of `buildctl build`.

    Raises:
        SandboxError: the build or the push fails.
    """
    names = ",".join(tags)
    command = [
        str(toolchain.ensure(["buildctl"]).path("buildctl")), "--addr", f"unix://{SOCKET}", "build",
        "--frontend", "dockerfile.v0", "--local", f"context={context}", "--local", f"dockerfile={context}",
        "--output", f'type=image,"name={names}",push=true', "--progress", "plain", *arguments,
    ]  # fmt: skip
    log = paths.LOGS / "image-builds.log"
    with log.open("ab") as output:
        start = output.tell()
        done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        last = log.read_bytes()[start:].decode(errors="replace").strip().splitlines()[-15:]
        raise SandboxError(f"the image {tags[0]} cannot be built:\n" + "\n".join(last), f"the whole log is {log}")
