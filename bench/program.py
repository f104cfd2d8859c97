"""The program itself: one `pulumi up` of a stack that owns no repositories and runs the same digests."""

import time
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.workloads import Workloads, run

STACK = "bench"
NAMESPACE = "bench-pulumi"


def deploy(workloads: Workloads, folder: Path) -> float:
    """Deploys a new stack and removes it again.

    Returns:
        Seconds of the whole `pulumi up`.
    """
    config_file = folder / f"Pulumi.{STACK}.yaml"
    (folder / "Pulumi.yaml").write_text("name: pyairtable\nruntime: yaml\n")
    _configure(workloads, config_file)
    run("pulumi", "stack", "init", STACK, "--cwd", str(folder), "--non-interactive")
    flags = ["--stack", STACK, "--config-file", str(config_file), "--yes", "--skip-preview", "--parallel", "64"]
    begin = time.monotonic()
    run("pulumi", "up", *flags)
    seconds = time.monotonic() - begin
    run("pulumi", "destroy", *flags, "--remove")
    return seconds


def _configure(workloads: Workloads, target: Path) -> None:
    """The dev stack's configuration; with its salt, and so its secrets, but for the namespace and the images."""
    yaml = YAML()
    content: Any = yaml.load(workloads.config_file)  # pyright: ignore[reportUnknownMemberType]
    content["config"] |= {
        "pyairtable:namespace": NAMESPACE,
        "pyairtable:repositories": "reference",
        "pyairtable:imageDigests": {name: image.split("@")[1] for name, image in workloads.images.items()},
    }
    with target.open("w") as file:
        yaml.dump(content, file)  # pyright: ignore[reportUnknownMemberType]
