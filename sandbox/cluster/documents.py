"""Configuration files of the parts: written only when they change."""

import io
import os
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML


def write_yaml(path: Path, *documents: Mapping[str, object]) -> bool:
    """Writes one or several YAML documents.

    Returns:
        Whether the file changed.
    """
    stream = io.StringIO()
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.dump_all(documents, stream)  # pyright: ignore[reportUnknownMemberType]
    return write_text(path, stream.getvalue())


def write_text(path: Path, content: str) -> bool:
    """Replaces a file in one step.

    Returns:
        Whether the file changed.
    """
    if path.exists() and path.read_text() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(content)
    draft.replace(path)
    return True
