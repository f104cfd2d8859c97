"""The image builder: BuildKit's configuration, and the Docker client configuration that points at it."""

import json
from string import Template

from sandbox import paths
from sandbox.settings import load

SOCKET = paths.RUN / "buildkitd.sock"
# The layer cache outlives `make down`, so that a second clone is warm. Two daemons never share it: BuildKit locks it.
ROOT = paths.CACHE / "buildkit"

# Its keys: https://docs.docker.com/build/buildkit/toml-configuration/
_CONFIGURATION = Template("""\
root = "$root"

[worker.oci]
enabled = true
snapshotter = "overlayfs"
networkMode = "host"
# `make down` ends what a killed daemon left in there.
defaultCgroupParent = "/pyairtable/buildkit"
max-parallelism = 4
gc = true
maxUsedSpace = "20GB"

[worker.containerd]
enabled = false

# `FROM python:…` and `FROM golang:…` resolve to the base images that the sandbox makes.
[registry."docker.io"]
mirrors = ["$registry"]

# BuildKit takes loopback for plain http unless it is told.
[registry."$registry"]
http = false
ca = ["$authority"]
""")


def render_buildkit_config() -> str:
    """The configuration of buildkitd, as TOML."""
    return _CONFIGURATION.substitute(root=ROOT, registry=load().registry, authority=paths.CREDENTIALS / "ca-bundle.pem")


def write_docker_config() -> None:
    """Makes the Docker client's folder with a buildx instance of the `remote` driver on our daemon's socket."""
    settings = load()
    instances = paths.DOCKER_CONFIG / "buildx" / "instances"
    instances.mkdir(parents=True, exist_ok=True)
    (paths.DOCKER_CONFIG / "config.json").write_text("{}\n")
    instance = {
        "Name": settings.builder,
        "Driver": "remote",
        "Nodes": [
            {
                "Name": f"{settings.builder}0",
                "Endpoint": f"unix://{SOCKET}",
                "Platforms": None,
                "DriverOpts": None,
                "Flags": None,
                "Files": None,
            }
        ],
        "Dynamic": False,
    }
    (instances / settings.builder).write_text(json.dumps(instance) + "\n")
