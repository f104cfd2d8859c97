"""Root file systems of Debian 12, whose Python is 3.11: a whole one to build in, and a small one to run in."""

import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

from sandbox import paths
from sandbox.cluster.commands import SEARCH
from sandbox.console import step
from sandbox.errors import SandboxError

SUITE = "bookworm"
PACKAGES = ("python3", "python3-venv", "ca-certificates", "netbase", "tzdata")
TO_BUILD = ("binutils", "git")
MACHINE_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
LOG = paths.LOGS / "debian.log"

# What only somebody who administers a machine needs: its packages, people, services, disks. No Python module loads any
# of it. dpkg itself stays, so that a scanner finds out what an image is made of.
_ADMINISTRATION = (
    "apt", "libapt-pkg6.0", "gpgv", "debian-archive-keyring", "libgnutls30", "libhogweed6", "libnettle8",
    "libp11-kit0", "libtasn1-6", "libunistring2", "libidn2-0", "libxxhash0", "libseccomp2", "e2fsprogs", "libext2fs2",
    "logsave", "libss2", "adduser", "passwd", "login", "mount", "util-linux", "util-linux-extra", "bsdutils",
    "sysvinit-utils", "init-system-helpers", "libpam-modules", "libpam-modules-bin", "libpam-runtime", "libpam0g",
    "libsemanage2", "libsemanage-common", "libsepol2", "libaudit1", "libaudit-common", "libcap-ng0", "libsystemd0",
    "libudev1", "libgcrypt20", "libgpg-error0", "libblkid1", "libmount1", "libsmartcols1", "usr-is-merged",
    "ncurses-bin",
)  # fmt: skip
_LAST = ("debconf", "perl-base")  # others are removed with their help

# What a container never reads; two thirds of what debootstrap leaves.
_WASTE = (
    "usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/lintian", "usr/share/bug",
    "usr/share/perl5/debconf", "var/cache/apt", "var/lib/apt/lists", "var/log", "var/cache/debconf", "var/backups",
)  # fmt: skip


def archives(key: str) -> tuple[Path, Path]:
    """The whole and the small file system as archives; made once for each key and kept in the cache.

    Raises:
        SandboxError: a package cannot be had.
    """
    whole, small = (paths.IMAGES / f"{name}-{key}.tar.gz" for name in ("debian", "debian-slim"))
    if not (whole.exists() and small.exists()):
        folder = paths.IMAGES / "debian"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        LOG.write_bytes(b"")
        with step("making a minimal Debian with Python"):
            _run(
                "debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES + TO_BUILD)}", SUITE, *_from(folder)
            )
            _like_the_official_image(folder)
            _archive(folder, whole)
            _reduce(folder)
            _archive(folder, small)
        shutil.rmtree(folder)
    return whole, small


def _from(folder: Path) -> list[str]:
    """The folder, and the package archive that this machine uses, so that a mirror is honoured."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", f"Codename: {SUITE}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [str(folder), *done.stdout.split()[:1]]


def _reduce(folder: Path) -> None:
    """Leaves what a Python program runs with, a shell and the core utilities."""
    needed = [f"--option=APT::AutoRemove::{kind}Important=false" for kind in ("Recommends", "Suggests")]
    _run("chroot", folder, "apt-mark", "auto", *_installed(folder))
    _run("chroot", folder, "apt-mark", "manual", *PACKAGES)
    _run("chroot", folder, "apt-get", "--yes", "--purge", *needed, "autoremove")
    force = "--force-depends,remove-essential,remove-protected"
    for names in (_ADMINISTRATION, _LAST):
        there = _installed(folder)
        _run("dpkg", f"--root={folder}", force, "--purge", *(name for name in names if name in there))
    for notes in (folder / "var/lib/dpkg/info").glob("*.md5sums"):
        notes.unlink()
    for charsets in (folder / "usr/lib").glob("*/gconv"):
        shutil.rmtree(charsets)


def _installed(folder: Path) -> list[str]:
    command = ["dpkg-query", f"--admindir={folder / 'var/lib/dpkg'}", "--show", "--showformat=${Package}\\n"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def _like_the_official_image(folder: Path) -> None:
    """Programs where `python:…` has them, and the certificate authorities that this machine trusts."""
    for name in ("python", "python3", "python3.11"):
        (folder / "usr/local/bin" / name).symlink_to("/usr/bin/python3.11")
    (folder / "etc/ssl/certs/ca-certificates.crt").write_bytes(MACHINE_AUTHORITIES.read_bytes())
    # Debian's pip brings authorities of its own and would not see those of the machine.
    (folder / "etc/pip.conf").write_text("[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n")


def _archive(folder: Path, target: Path) -> None:
    for waste in _WASTE:
        shutil.rmtree(folder / waste, ignore_errors=True)
        (folder / waste).mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
        archive.add(folder, arcname=".", filter=lambda entry: None if entry.isdev() else entry)
    partial.rename(target)


def _run(*command: str | Path) -> None:
    environment = os.environ | {"PATH": SEARCH, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    words: Sequence[str] = [str(word) for word in command]
    with LOG.open("ab") as output:
        done = subprocess.run(words, stdout=output, stderr=subprocess.STDOUT, check=False, env=environment)
    if done.returncode != 0:
        last = LOG.read_text(errors="replace").strip().splitlines()[-5:]
        raise SandboxError(f"{words[0]} fails: " + " / ".join(last), f"the whole log is {LOG}")
