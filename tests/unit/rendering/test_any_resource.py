"""A Python service is formatted and clean whatever its resource is called; Go's formatter is asked elsewhere."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rendering import render
from tests.unit.rendering.sample import source

RUFF = shutil.which("ruff", path=Path(sys.executable).parent) or "ruff"
HOSTILE = 'Say "hi" \\ `id` $(id) \'x\' """ {% raw %} <b> # [x](y) é 🚀'
TYPES = ("text", "integer", "boolean")

RESOURCES: dict[str, dict[str, Any]] = {
    "shortest": {"name": "ab", "plural": "ac", "fields": ({"name": "a", "type": "text"},)},
    "longest": {
        "name": "a" * 20,
        "plural": "b" * 20,
        "fields": tuple({"name": f"{'c' * 28}{number:02d}", "type": TYPES[number % 3]} for number in range(20)),
    },
    # What the template's own code and libraries use.
    "confusing": {
        "name": "query",
        "plural": "list",
        "fields": tuple({"name": name, "type": "integer"} for name in ("str", "int", "fields", "order", "limit")),
    },
}


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=" ".join)
def test_a_python_service_is_clean_whatever_its_resource_is_called(
    resource: dict[str, Any], command: tuple[str, ...], tmp_path: Path
) -> None:
    service = source(
        kind="python-service",
        name="pyairtable-trial-service-py",
        purpose=HOSTILE,
        library="pyairtable-python-shared",
        library_version="0.1.0",
        resource=resource,
    )
    for path, file in render(service).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(file.content)
    done = subprocess.run(
        [RUFF, *command, "--no-cache", "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
