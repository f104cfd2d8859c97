"""The images that the node needs before any registry is there: pause, and the cluster's DNS."""

import hashlib
from pathlib import Path

from sandbox import paths
from sandbox.images import archive


def pause_image(program: Path, name: str) -> Path:
    """The archive of the pause image; made once per program."""
    return _image(program, name, user=65535)


def coredns_image(program: Path, name: str) -> Path:
    """The archive of the CoreDNS image; made once per program. It binds port 53, so it runs as root in its pod."""
    return _image(program, name, user=0)


def _image(program: Path, name: str, user: int) -> Path:
    key = hashlib.sha256(f"{name} {user} {program.stat().st_size} {program.resolve()}".encode()).hexdigest()[:16]
    target = paths.IMAGES / f"{program.name}-{key}.tar"
    return target if target.exists() else archive.write(target, program, name, user)
