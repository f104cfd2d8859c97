"""Where a built tool lies: one folder per tool and key, complete or absent.

The key covers everything that shapes the binaries, so a change of any of it builds anew beside the old one, and
clones with different pins share one cache.
"""

import hashlib
from pathlib import Path

from sandbox import paths
from sandbox.toolchain.catalog import Tool

ENVIRONMENT = {
    "CGO_ENABLED": "0",  # static: runs in an empty image, needs no C compiler
    "GOFLAGS": "-mod=readonly -trimpath -buildvcs=false",  # what go.sum does not list is refused
    "GOTOOLCHAIN": "local",
    "GOWORK": "off",
}


def key(tool: Tool, go_version: str) -> str:
    """Names the build: a hash of the module's files, the Go version and the flags."""
    digest = hashlib.sha256()
    for part in (go_version, repr(sorted(ENVIRONMENT.items())), repr((tool.version, tool.linker_flags))):
        digest.update(part.encode() + b"\0")
    digest.update(repr((sorted(tool.binaries.items()), tool.files, tool.generate)).encode() + b"\0")
    for file in sorted(path for path in tool.folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(tool.folder)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def folder(tool: Tool, go_version: str) -> Path:
    """Where the tool's build is, or will be; it exists only when the build is complete."""
    return paths.TOOLCHAIN / tool.name / key(tool, go_version)


def log(tool: Tool) -> Path:
    """Full output of the tool's last build."""
    return paths.TOOLCHAIN / "logs" / f"{tool.name}.log"
