"""The base images that Dockerfiles name, made from Debian packages and this machine's Go.

They stand in for `python:3.11-slim-bookworm` and `golang:1.26-bookworm` where no public registry is reached: the same
places for programs, the same distribution. Debian 12's Python is 3.11.
"""

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from sandbox import paths
from sandbox.console import step
from sandbox.errors import SandboxError
from sandbox.images import build, registry
from sandbox.settings import load
from sandbox.toolchain import golang

SUITE = "bookworm"
PACKAGES = "python3,python3-venv,ca-certificates,netbase,tzdata"
PYTHON = ("library/python", "3.11-slim-bookworm")
GOLANG = ("library/golang", "1.26-bookworm")
MACHINE_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")

# What a container never reads; two thirds of what debootstrap leaves.
_WASTE = (
    "usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/lintian", "usr/share/bug",
    "usr/share/perl5/debconf", "var/cache/apt", "var/lib/apt/lists", "var/log", "var/cache/debconf",
)  # fmt: skip

_PYTHON_DOCKERFILE = """\
FROM scratch
ADD rootfs.tar.gz /
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin LANG=C.UTF-8
CMD ["python3"]
"""
_GOLANG_DOCKERFILE = """\
FROM {python}
COPY go /usr/local/go
ENV PATH=/go/bin:/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin GOPATH=/go GOTOOLCHAIN=local
WORKDIR /go
"""


def ensure() -> None:
    """Puts both base images into the registry when they are not there.

    Raises:
        SandboxError: a package cannot be had, or an image cannot be built.
    """
    host = load().registry
    key = _key(PACKAGES, SUITE, _PYTHON_DOCKERFILE, MACHINE_AUTHORITIES.read_text(), Path(__file__).read_text())
    python = f"{host}/{PYTHON[0]}"
    if not registry.holds(PYTHON[0], key):
        rootfs = _rootfs(key)
        with step("pushing the base image python:3.11-slim-bookworm"):
            context = _context("python", _PYTHON_DOCKERFILE)
            (context / "rootfs.tar.gz").unlink(missing_ok=True)
            os.link(rootfs, context / "rootfs.tar.gz")
            build.build(context, [f"{python}:{PYTHON[1]}", f"{python}:{key}"])
    go = _go_root()
    go_key = _key(key, (go / "VERSION").read_text(), _GOLANG_DOCKERFILE)
    if not registry.holds(GOLANG[0], go_key):
        with step("pushing the base image golang:1.26-bookworm"):
            context = _context("golang", _GOLANG_DOCKERFILE.format(python=f"{python}:{key}"))
            _copy_go(go, context / "go")
            golang = f"{host}/{GOLANG[0]}"
            build.build(context, [f"{golang}:{GOLANG[1]}", f"{golang}:{go_key}"])
            shutil.rmtree(context / "go")


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _context(name: str, dockerfile: str) -> Path:
    folder = paths.IMAGES / f"context-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Dockerfile").write_text(dockerfile)
    return folder


def _rootfs(key: str) -> Path:
    """Debian's minimal system with Python as an archive; kept in the cache."""
    target = paths.IMAGES / f"rootfs-{key}.tar.gz"
    if target.exists():
        return target
    folder = paths.IMAGES / "rootfs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = paths.LOGS / "debootstrap.log"
    with step("making a minimal Debian with Python"):
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(folder), *_mirror()]
        with log.open("wb") as output:
            done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            last = log.read_text(errors="replace").strip().splitlines()[-5:]
            raise SandboxError("debootstrap fails: " + " / ".join(last), f"the whole log is {log}")
        _slim(folder)
        _like_the_official_image(folder)
        partial = target.with_suffix(".partial")
        with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
            archive.add(folder, arcname=".", filter=_plain)
        partial.rename(target)
        shutil.rmtree(folder)
    return target


def _mirror() -> list[str]:
    """The package archive that this machine uses, so that a mirror is honoured; none lets debootstrap choose."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages", f"Codename: {SUITE}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.split()[:1]


def _slim(folder: Path) -> None:
    for waste in _WASTE:
        shutil.rmtree(folder / waste, ignore_errors=True)
        (folder / waste).mkdir(parents=True, exist_ok=True)
    for charsets in (folder / "usr/lib").glob("*/gconv"):
        shutil.rmtree(charsets)


def _like_the_official_image(folder: Path) -> None:
    """Programs where `python:…` has them, and the certificate authorities that this machine trusts."""
    for name in ("python", "python3", "python3.11"):
        (folder / "usr/local/bin" / name).symlink_to("/usr/bin/python3.11")
    (folder / "etc/ssl/certs/ca-certificates.crt").write_bytes(MACHINE_AUTHORITIES.read_bytes())
    # Debian's pip brings authorities of its own and would not see those of the machine.
    (folder / "etc/pip.conf").write_text("[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n")


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    return None if entry.isdev() else entry


def _go_root() -> Path:
    done = subprocess.run([golang.find().path, "env", "GOROOT"], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def _copy_go(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("test", "doc", "api", "testdata"))
