"""Every process of the sandbox, in the order in which people think of them."""

import sys
from pathlib import Path

from sandbox import paths
from sandbox.cluster import container_runtime, control_plane, node
from sandbox.cluster.node_images import COREDNS, PAUSE
from sandbox.cluster.ports import NodePorts
from sandbox.images import buildkit as buildkit_images
from sandbox.images.node import coredns_image, pause_image
from sandbox.postgres import server as postgres
from sandbox.settings import Settings
from sandbox.supervisor.part import CommandProbe, HttpProbe, Part, Tools

REGISTRY_CONFIG = paths.CONFIG / "registry.yaml"
BUILDKIT_CONFIG = paths.CONFIG / "buildkitd.toml"
GITHUB_DATA = paths.DATA / "github"
GITHUB_TOKEN = paths.CREDENTIALS / "github-token"

# Programs that the parts need from the toolchain.
TOOLS = (
    "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl",
    "process-compose", "registry", "buildkitd", "buildctl", "coredns", "pause",
)  # fmt: skip


def all_parts(tools: Tools, settings: Settings, ports: NodePorts) -> tuple[Part, ...]:
    """The whole local world as processes."""
    return (
        control_plane.etcd(tools, settings, ports),
        control_plane.api_server(tools, settings),
        control_plane.api_forward(settings),
        control_plane.controller_manager(tools, ports),
        control_plane.scheduler(tools, ports),
        container_runtime.part(),
        images(tools),
        node.kubelet(tools, settings, ports),
        node.kube_proxy(tools, ports),
        registry(tools, settings),
        buildkit(tools),
        github(settings),
        postgres.part(settings),
    )


def images(tools: Tools) -> Part:
    """Puts the pause and DNS images into containerd, then ends; the kubelet waits for it."""
    archives = (PAUSE, pause_image(tools.path("pause"), PAUSE), COREDNS, coredns_image(tools.path("coredns"), COREDNS))
    command = (sys.executable, "-m", "sandbox.cluster.preload", *archives)
    return Part("images", command, after=("containerd",), ends=True)


def registry(tools: Tools, settings: Settings) -> Part:
    """The image registry, with TLS also on loopback: Pulumi's Docker provider insists."""
    return Part(
        "registry",
        (tools.path("registry"), "serve", REGISTRY_CONFIG),
        HttpProbe(settings.registry_port, "/v2/", "https"),
        environment={"OTEL_TRACES_EXPORTER": "none"},  # else it looks for a collector on its default port
        address=f"https://{settings.registry}",
    )


def buildkit(tools: Tools) -> Part:
    """The image builder."""
    address = f"unix://{buildkit_images.SOCKET}"
    probe = CommandProbe((tools.path("buildctl"), "--addr", address, "debug", "workers"))
    command = (
        tools.path("buildkitd"),
        "--config",
        BUILDKIT_CONFIG,
        "--addr",
        address,
        f"--otel-socket-path={paths.RUN / 'buildkit-trace.sock'}",  # by default outside the sandbox's folder
        "--cdi-disabled",
    )
    return Part("buildkitd", command, probe, stop_seconds=10, address=_short(buildkit_images.SOCKET))


def github(settings: Settings) -> Part:
    """The GitHub API stand-in."""
    command = (
        sys.executable, "-m", "sandbox.github",
        "--port", str(settings.github_port),
        "--data", GITHUB_DATA,
        "--token-file", GITHUB_TOKEN,
        "--owner", settings.github_owner,
    )  # fmt: skip
    probe = CommandProbe(("socat", "-u", "OPEN:/dev/null", f"TCP:127.0.0.1:{settings.github_port}"))
    return Part("github", command, probe, address=settings.github_url)


def _short(path: Path) -> str:
    return str(path.relative_to(paths.PROJECT))
