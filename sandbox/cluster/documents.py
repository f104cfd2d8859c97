"""Configuration files of the parts: written only when they change."""

import io
import os
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML


def write_yaml(path: Path, document: Mapping[str, object]) -> None:
    """Writes a YAML document."""
    stream = io.StringIO()
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.dump(document, stream)  # pyright: ignore[reportUnknownMemberType]
    write_text(path, stream.getvalue())


def write_text(path: Path, content: str) -> None:
    """Replaces a file in one step, or leaves it alone when it holds the content already."""
    if path.exists() and path.read_text() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(content)
    draft.replace(path)
