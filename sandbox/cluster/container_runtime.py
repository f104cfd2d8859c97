"""containerd 1.6 as Debian packages it, with a root, state and socket of its own, and its CNI network."""

import json
from pathlib import Path

from sandbox import paths
from sandbox.cluster.documents import write_text
from sandbox.cluster.firewall import BRIDGE
from sandbox.settings import Settings
from sandbox.supervisor.part import CommandProbe, Part

SOCKET = paths.RUN / "containerd.sock"
STATE = paths.RUN / "containerd"
ROOT = paths.DATA / "containerd"
CONFIG = paths.CONFIG / "containerd.toml"
CNI_CONFIG = paths.CONFIG / "cni"
CNI_PLUGINS = Path("/usr/lib/cni")  # Debian's containernetworking-plugins
REGISTRY_HOSTS = paths.CONFIG / "certs.d"
NAMESPACE = "k8s.io"  # where the kubelet's images and containers live in containerd


def write_configuration(settings: Settings, pause_image: str) -> None:
    """Writes containerd's, the registry mirrors' and the CNI network's configuration."""
    write_text(CONFIG, containerd_toml(pause_image))
    write_text(REGISTRY_HOSTS / settings.registry / "hosts.toml", registry_hosts(settings))
    write_text(CNI_CONFIG / "10-pyairtable.conflist", json.dumps(cni_network(settings), indent=2) + "\n")


def part() -> Part:
    """The supervised process."""
    probe = CommandProbe(("ctr", "--address", SOCKET, "version"))
    return Part("containerd", ("containerd", "--config", CONFIG), probe, stop_seconds=10)


def containerd_toml(pause_image: str) -> str:
    """containerd's configuration (version 2).

    - `restrict_oom_score_adj`: without it runc fails with "can't get final child's PID from pipe: EOF" where the caller
      may not lower its own score.
    - `netns_mounts_under_state_dir`: every mount lies in the sandbox's folder, where `down` finds it.
    """
    quote = json.dumps
    return f"""version = 2
root = {quote(str(ROOT))}
state = {quote(str(STATE))}
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
  "io.containerd.tracing.processor.v1.otlp",
  "io.containerd.internal.v1.tracing",
]

[grpc]
  address = {quote(str(SOCKET))}

[plugins."io.containerd.internal.v1.opt"]
  path = {quote(str(paths.DATA / "containerd-opt"))}

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = {quote(pause_image)}
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  max_concurrent_downloads = 8

  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = {quote(str(CNI_PLUGINS))}
    conf_dir = {quote(str(CNI_CONFIG))}

  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = {quote(str(REGISTRY_HOSTS))}

  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"

    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"

      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
        Root = {quote(str(paths.RUN / "runc"))}
"""


def registry_hosts(settings: Settings) -> str:
    """How containerd reaches the local registry: TLS with our authority."""
    return (
        f'server = "https://{settings.registry}"\n\n'
        f'[host."https://{settings.registry}"]\n'
        '  capabilities = ["pull", "resolve"]\n'
        f"  ca = {json.dumps(str(paths.CREDENTIALS / 'ca.crt'))}\n"
    )


def cni_network(settings: Settings) -> dict[str, object]:
    """One bridge, addresses from our own range, no way out: `firewall.py` refuses what would leave the bridge.

    Hairpin mode lets a pod reach itself through its own Service.
    """
    bridge: dict[str, object] = {
        "type": "bridge",
        "bridge": BRIDGE,
        "isGateway": True,
        "ipMasq": False,
        "hairpinMode": True,
        "ipam": {
            "type": "host-local",
            "dataDir": str(paths.DATA / "cni"),
            "ranges": [[{"subnet": settings.pod_range}]],
            "routes": [{"dst": "0.0.0.0/0"}],
        },
    }
    portmap: dict[str, object] = {"type": "portmap", "capabilities": {"portMappings": True}}
    return {"cniVersion": "0.4.0", "name": "pyairtable", "plugins": [bridge, portmap]}
