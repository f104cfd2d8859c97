"""Gives a clone its Pulumi: the one on PATH, or the built one with its plugins registered.

Pulumi warns about plugins that it finds on PATH, and about a language host that is not beside the engine. So the
built programs are laid out once in the cache as Pulumi's own installation is (hard links: the Kubernetes plugin alone
has 300 MB), and each clone's PULUMI_HOME points at the plugins there.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sandbox import paths
from sandbox.errors import SandboxError
from sandbox.toolchain.catalog import ALL, PLUGINS
from sandbox.toolchain.ensure import Toolchain, ensure
from sandbox.toolchain.installed import installed_pulumi


def prepare_pulumi(home: Path) -> Path:
    """Makes Pulumi ready for a clone.

    Args:
        home: the clone's PULUMI_HOME.

    Returns:
        The folder to put first on PATH.

    Raises:
        SandboxError: a build failed, or a plugin could not be registered.
    """
    home.mkdir(parents=True, exist_ok=True)
    plugins = home / "plugins"
    installed = installed_pulumi()
    if installed:
        if plugins.is_symlink():  # this one downloads plugins of its own
            plugins.unlink()
        return installed.parent
    installation = _installation(ensure(tool.name for tool in ALL if tool.pulumi))
    if plugins.is_symlink() and plugins.readlink() == installation / "plugins":
        return installation / "bin"
    if plugins.is_symlink():
        plugins.unlink()
    elif plugins.exists():  # downloads of an installed Pulumi that is no longer there
        shutil.rmtree(plugins)
    plugins.symlink_to(installation / "plugins")
    return installation / "bin"


def _installation(toolchain: Toolchain) -> Path:
    """The built programs as one installation; made once for each set of builds."""
    builds = "\n".join(sorted(str(path) for path in toolchain.binaries.values()))
    target = paths.TOOLCHAIN / "installation" / hashlib.sha256(builds.encode()).hexdigest()[:16]
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(suffix=".partial", dir=target.parent) as temporary:
        work = Path(temporary) / "made"
        (work / "bin").mkdir(parents=True)
        plugins = {f"pulumi-resource-{tool.plugin}" for tool in PLUGINS}
        for name, path in toolchain.binaries.items():
            if name not in plugins:
                (work / "bin" / name).hardlink_to(path)
        for tool in PLUGINS:
            _register(work, tool.plugin or "", tool.version, toolchain.path(tool.name))
        try:
            work.rename(target)
        except OSError:  # another clone was faster
            if not target.exists():
                raise
    return target


def _register(installation: Path, plugin: str, version: str, binary: Path) -> None:
    command = [installation / "bin" / "pulumi", "plugin", "install", "resource", plugin, version, "--file", binary]
    environment = {**os.environ, "PULUMI_HOME": str(installation), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise SandboxError(
            f"Pulumi does not accept the built plugin {plugin} {version}:\n{(answer.stderr or answer.stdout).strip()}",
            hint=f"Remove {binary.parent.parent} so that it is built again.",
        )
    installed = installation / "plugins" / f"resource-{plugin}-v{version}" / binary.name
    installed.unlink()
    installed.hardlink_to(binary)
