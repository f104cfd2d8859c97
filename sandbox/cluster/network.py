"""The node's address, its routes and the kernel settings that Services need; remembered, so that they can be undone."""

import json
import shutil
from pathlib import Path

from sandbox import paths
from sandbox.cluster.commands import SEARCH, run
from sandbox.cluster.firewall import BRIDGE
from sandbox.cluster.pki import write_private
from sandbox.settings import Settings

KERNEL = Path("/proc/sys")
REMEMBERED = paths.RUN / "kernel.json"
# What we set: forwarding between pods, and bridged packets shown to iptables (Services between pods on one bridge).
WANTED = {"net/ipv4/ip_forward": "1", "net/bridge/bridge-nf-call-iptables": "1"}
# What kube-proxy and the kubelet set on their own (pkg/proxy/iptables, pkg/kubelet/cm in Kubernetes 1.35).
ALSO_CHANGED = (
    "net/ipv4/conf/all/route_localnet",
    "vm/overcommit_memory",
    "kernel/panic",
    "kernel/panic_on_oops",
    "kernel/keys/root_maxkeys",
    "kernel/keys/root_maxbytes",
)
# Behind any real route to the same range: the bridge's own wins, and without it packets end here.
LAST_METRIC = "4096"


def load_modules() -> None:
    """Loads what the kernel does not have built in; a module that is missing shows in the preflight instead."""
    if shutil.which("modprobe", path=SEARCH) is None:
        return
    for module in ("br_netfilter", "overlay"):
        run("modprobe", "--quiet", module, check=False)


def set_up(settings: Settings) -> None:
    """Adds the node's address and the closed routes, and sets the kernel; again and again does no harm.

    Packets to a Service that does not exist are refused at once ("unreachable") instead of taking the default route.

    Raises:
        SandboxError: the kernel refuses.
    """
    _remember()
    for name, value in WANTED.items():
        if _read(name) != value:
            (KERNEL / name).write_text(value)
    run("ip", "address", "replace", f"{settings.node_address}/32", "dev", "lo")
    for block in (settings.service_range, settings.pod_range):
        run("ip", "route", "replace", "unreachable", block, "metric", LAST_METRIC)


def take_down(settings: Settings) -> None:
    """Undoes `set_up` and removes the bridge, the pods' interfaces with it."""
    for name, value in _remembered().items():
        if _read(name) != value:
            (KERNEL / name).write_text(value)
    REMEMBERED.unlink(missing_ok=True)
    run("ip", "address", "del", f"{settings.node_address}/32", "dev", "lo", check=False)
    for block in (settings.service_range, settings.pod_range):
        run("ip", "route", "del", "unreachable", block, "metric", LAST_METRIC, check=False)
    for interface in _bridged():
        run("ip", "link", "del", interface, check=False)
    run("ip", "link", "del", BRIDGE, check=False)


def _bridged() -> list[str]:
    ports = Path("/sys/class/net") / BRIDGE / "brif"
    return [port.name for port in ports.iterdir()] if ports.is_dir() else []


def _remember() -> None:
    """Notes the machine's values once, before anything of ours changed them."""
    if REMEMBERED.exists():
        return
    values = {name: value for name in (*WANTED, *ALSO_CHANGED) if (value := _read(name)) is not None}
    write_private(REMEMBERED, json.dumps(values, indent=2).encode())


def _remembered() -> dict[str, str]:
    return json.loads(REMEMBERED.read_text()) if REMEMBERED.exists() else {}


def _read(name: str) -> str | None:
    try:
        return (KERNEL / name).read_text().strip()
    except OSError:
        return None
