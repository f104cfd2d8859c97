"""`make down` leaves nothing on the machine; `stop` keeps the state for the next `make up`."""

import os
import shutil
from pathlib import Path

from sandbox import paths
from sandbox.cluster import cgroups, container_runtime, firewall, mounts, network
from sandbox.console import console, step
from sandbox.errors import SandboxError
from sandbox.images import buildkit
from sandbox.lock import exclusive
from sandbox.postgres import server as postgres
from sandbox.settings import load
from sandbox.supervisor import daemon, processes

# Places outside the sandbox's folder that the kubelet and containerd's shims write to, whatever they are told.
POD_LOG_LINKS = Path("/var/log/containers")
DEVICE_PLUGINS = Path("/var/lib/kubelet/device-plugins")
CONTAINERD_RUN = Path("/run/containerd")
CNI_RESULTS = Path("/var/lib/cni/results")


def stop() -> None:
    """Ends every process and mount, and keeps data, credentials and configuration."""
    with exclusive("python -m sandbox stop"):
        _require_root()
        _stop_everything()
        console.print("[green]✓[/] the sandbox is stopped; its data is kept")


def down() -> None:
    """Ends everything and removes it: processes, mounts, interfaces, addresses, routes, rules, groups and the folder.

    Works from any half-way state, and again and again.

    Raises:
        SandboxError: something remains (a mount that is in use, for example).
    """
    with exclusive("make down"):
        _require_root()
        down_world()
        console.print("[green]✓[/] nothing of the sandbox is left")


def down_world() -> None:
    """What `down` does, without taking the machine's lock."""
    _stop_everything()
    with step("removing network, firewall rules and files"):
        if not _other_running():
            network.take_down(load())
            firewall.take_down()
        _remove_outside()
        if left := mounts.below(paths.SANDBOX):
            raise SandboxError(f"still mounted: {', '.join(str(point) for point in left)}", "run it again")
        if paths.SANDBOX.exists():
            shutil.rmtree(paths.SANDBOX)


def _stop_everything() -> None:
    with step("stopping every process"):
        sockets = _shim_sockets()
        # The kubelet goes first (it would restart what ends), containerd last; the supervisor knows the order.
        daemon.stop()
        if not _other_running():
            cgroups.remove()
            mounts.release(buildkit.ROOT)  # in the cache, where builds mount their layers
        processes.kill(processes.of_sandbox(paths.SANDBOX))
        postgres.release()
        mounts.release(paths.SANDBOX)
        for socket in sockets:
            socket.unlink(missing_ok=True)


def _other_running() -> bool:
    """Whether another clone's sandbox is running: pods, network and builder are then its own."""
    return any(home != str(paths.SANDBOX) for _, home in processes.marked())


def _shim_sockets() -> list[Path]:
    """Sockets that containerd 1.6's shims open in a folder of their own choice, as they note it down."""
    notes = container_runtime.STATE.glob("io.containerd.runtime.v2.task/*/*/address")
    return [Path(note.read_text().strip().removeprefix("unix://")) for note in notes]


def _remove_outside() -> None:
    """Removes what lies outside our folder; a folder that others use stays, because it is not empty."""
    if POD_LOG_LINKS.is_dir():
        for link in POD_LOG_LINKS.iterdir():
            if link.is_symlink() and paths.SANDBOX in link.readlink().parents:
                link.unlink()
    if CNI_RESULTS.is_dir():
        for result in CNI_RESULTS.iterdir():
            if str(paths.SANDBOX) in result.read_text(errors="replace"):  # names the pod's network namespace
                result.unlink()
    (DEVICE_PLUGINS / "kubelet.sock").unlink(missing_ok=True)
    (DEVICE_PLUGINS / "kubelet_internal_checkpoint").unlink(missing_ok=True)
    (DEVICE_PLUGINS / "DEPRECATION").unlink(missing_ok=True)
    for folder in (
        POD_LOG_LINKS,
        DEVICE_PLUGINS,
        DEVICE_PLUGINS.parent,
        CONTAINERD_RUN / "s",
        CONTAINERD_RUN,
        CNI_RESULTS,
        CNI_RESULTS.parent,
    ):
        try:
            folder.rmdir()
        except OSError:
            continue


def _require_root() -> None:
    if os.geteuid() != 0:
        raise SandboxError("the sandbox needs root", "run it as root: `sudo make down`")
