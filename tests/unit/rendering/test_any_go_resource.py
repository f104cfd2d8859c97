"""A Go service is formatted whatever its role, its purpose and its resource are called."""

import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from catalog.template import Role
from rendering import render
from tests.unit.rendering.sample import source
from tests.unit.rendering.test_any_resource import HOSTILE, RESOURCES

ROLES: tuple[Role, ...] = get_args(Role)
UPSTREAMS = (
    {"name": "auth-service", "resource": "clients"},
    {"name": "x", "resource": None},
    {"name": "a-service-with-a-long-name", "resource": "things"},
)


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.skipif(shutil.which("gofmt") is None, reason="needs gofmt")
def test_a_go_service_is_formatted_whatever_its_resource_is_called(role: Role, resource: str, tmp_path: Path) -> None:
    service = source(
        purpose=HOSTILE, role=role, resource=RESOURCES[resource], upstreams=UPSTREAMS,
        library="pyairtable-go-shared", library_version="0.1.0",
    )  # fmt: skip
    for path, file in render(service).items():
        if path.endswith(".go"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(file.content)
    done = subprocess.run(["gofmt", "-d", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""
