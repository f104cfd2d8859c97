"""Programs that come from Debian's packages; installed when they are missing."""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.cluster.commands import SEARCH
from sandbox.console import step
from sandbox.preflight.problem import Problem

# What Debian's packages would do beside unpacking, and how they are kept from it: a service started (101: action
# forbidden by policy, invoke-rc.d(8)), a database cluster made (createcluster.conf of postgresql-common).
HOLDS = {
    Path("/usr/sbin/policy-rc.d"): "#!/bin/sh\nexit 101\n",
    Path("/etc/postgresql-common/createcluster.d/pyairtable.conf"): "create_main_cluster = false\n",
}


@dataclass(frozen=True)
class Package:
    """A Debian package, and the program or file (its path may be a pattern) that shows that it is there."""

    name: str
    proof: str


PACKAGES = (
    Package("containerd", "containerd"),
    Package("runc", "runc"),
    Package("containernetworking-plugins", "/usr/lib/cni/bridge"),
    Package("iptables", "iptables"),
    Package("conntrack", "conntrack"),
    Package("socat", "socat"),
    Package("iproute2", "ip"),
    Package("debootstrap", "debootstrap"),
    Package("ca-certificates", "/etc/ssl/certs/ca-certificates.crt"),
    Package("git", "git"),
    # Go's race detector is written in C.
    Package("gcc", "gcc"),
    Package("libc6-dev", "/usr/include/stdio.h"),
    Package("postgresql", "/usr/lib/postgresql/*/bin/postgres"),
)


def missing() -> list[Package]:
    """What is not installed."""
    return [package for package in PACKAGES if not _there(package.proof)]


def install_missing() -> list[Problem]:
    """Installs what is missing with apt-get; does nothing when nothing is.

    Returns:
        Why it could not, if it could not.
    """
    wanted = missing()
    if not wanted:
        return []
    names = " ".join(package.name for package in wanted)
    if shutil.which("apt-get", path=SEARCH) is None:
        programs = ", ".join(package.proof for package in wanted)
        return [
            Problem(
                f"missing, and there is no apt-get to install them: {programs}", f"install what Debian calls {names}"
            )
        ]
    with step(f"installing Debian packages: {names}"):
        failure = _install(wanted)
    return [Problem(f"apt-get could not install {names}: {failure}", "install them by hand")] if failure else []


def _install(wanted: list[Package]) -> str:
    """Runs apt-get; no service of Debian's own may start (we run our own).

    Returns:
        The last lines of its output when it failed, else nothing.
    """
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "PATH": SEARCH}
    with _held():
        for arguments in (
            ["update"],
            ["install", "--yes", "--no-install-recommends", *(package.name for package in wanted)],
        ):
            done = subprocess.run(
                ["apt-get", "--quiet", *arguments],
                capture_output=True,
                text=True,
                check=False,
                env=environment,
            )
            if done.returncode != 0:
                return " / ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
    return ""


@contextmanager
def _held() -> Generator[None]:
    """Writes the files that hold packages back, and removes those again that were not there before."""
    ours = [path for path in HOLDS if not path.exists()]
    for path in ours:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HOLDS[path])
        path.chmod(0o755)
    try:
        yield
    finally:
        for path in ours:
            path.unlink(missing_ok=True)


def _there(proof: str) -> bool:
    if proof.startswith("/"):
        return any(Path("/").glob(proof.removeprefix("/")))
    return shutil.which(proof, path=SEARCH) is not None
