"""The base images that Dockerfiles name, made from Debian packages and this machine's Go.

They stand in for `python:3.11-bookworm`, `python:3.11-slim-bookworm` and `golang:1.26-bookworm` where no public
registry is reached: the same places for programs, the same distribution. As there, the two that one builds in have git,
and the one that services run in is small.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from sandbox import paths
from sandbox.console import step
from sandbox.images import build, debian, registry
from sandbox.settings import load
from sandbox.toolchain import golang

PYTHON, WHOLE, SLIM = "library/python", "3.11-bookworm", "3.11-slim-bookworm"
GOLANG, GOLANG_TAG = "library/golang", "1.26-bookworm"

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
    """Puts the base images into the registry when they are not there.

    Raises:
        SandboxError: a package cannot be had, or an image cannot be built.
    """
    key = _key(
        *(Path(module).read_text() for module in (__file__, debian.__file__)), debian.MACHINE_AUTHORITIES.read_text()
    )
    wanted = (WHOLE, SLIM)
    if not all(registry.holds(PYTHON, f"{tag}-{key}") for tag in wanted):
        for tag, rootfs in zip(wanted, debian.archives(key), strict=True):
            _push_python(tag, key, rootfs)
    go = _go_root()
    go_key = _key(key, (go / "VERSION").read_text())
    if not registry.holds(GOLANG, go_key):
        _push_golang(go, f"{_at(PYTHON)}:{WHOLE}-{key}", go_key)


def _push_python(tag: str, key: str, rootfs: Path) -> None:
    with step(f"pushing the base image python:{tag}"):
        context = _context(f"python-{tag}", _PYTHON_DOCKERFILE)
        (context / "rootfs.tar.gz").unlink(missing_ok=True)
        os.link(rootfs, context / "rootfs.tar.gz")
        build.build(context, [f"{_at(PYTHON)}:{tag}", f"{_at(PYTHON)}:{tag}-{key}"])


def _push_golang(go: Path, python: str, key: str) -> None:
    with step(f"pushing the base image golang:{GOLANG_TAG}"):
        context = _context("golang", _GOLANG_DOCKERFILE.format(python=python))
        shutil.rmtree(context / "go", ignore_errors=True)
        leave = shutil.ignore_patterns("test", "doc", "api", "testdata")
        shutil.copytree(go, context / "go", symlinks=True, ignore=leave)
        build.build(context, [f"{_at(GOLANG)}:{GOLANG_TAG}", f"{_at(GOLANG)}:{key}"])
        shutil.rmtree(context / "go")


def _at(repository: str) -> str:
    return f"{load().registry}/{repository}"


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _context(name: str, dockerfile: str) -> Path:
    folder = paths.IMAGES / f"context-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Dockerfile").write_text(dockerfile)
    return folder


def _go_root() -> Path:
    done = subprocess.run([golang.find().path, "env", "GOROOT"], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())
