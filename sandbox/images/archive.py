"""An image of one static program as a Docker archive, the same bytes from the same program.

containerd imports it directly; nothing needs a registry or a builder that is not running yet.
"""

import hashlib
import io
import json
import tarfile
from pathlib import Path


def write(target: Path, program: Path, name: str, user: int = 65532) -> Path:
    """Writes an archive with one layer: `/<program>`, which is also the entry point.

    Args:
        target: where to write.
        program: a static executable.
        name: full image name with tag.
        user: numeric user that it runs as.

    Returns:
        The target.
    """
    layer = _tar({program.name: program.read_bytes()}, mode=0o755)
    config = _json(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Entrypoint": [f"/{program.name}"], "User": str(user)},
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
        }
    )
    digest = hashlib.sha256(config).hexdigest()
    manifest = _json([{"Config": f"{digest}.json", "RepoTags": [name], "Layers": ["layer.tar"]}])
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_bytes(_tar({f"{digest}.json": config, "layer.tar": layer, "manifest.json": manifest}, mode=0o644))
    return partial.rename(target)


def _tar(files: dict[str, bytes], mode: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), mode
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
