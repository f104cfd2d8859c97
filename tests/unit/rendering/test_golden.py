"""A template's change is reviewed as the difference that it makes to one Go and one Python service.

They are rendered from the real catalog, so the golden repositories are what the platform makes.
`UPDATE_GOLDEN=1` writes them anew.
"""

import os
import shutil
from pathlib import Path

import pytest

from catalog.load import load
from rendering import render
from rendering.repositories import source

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "repositories"
SERVICES = ["pyairtable-auth-service-go", "pyairtable-chat-service-py"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_rendered_service_is_the_golden_one(name: str) -> None:
    catalog = load(ROOT / "services.yaml")
    rendered = render(source(next(entry for entry in catalog.repositories if entry.name == name), catalog))
    folder = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(folder, ignore_errors=True)
        for path, file in rendered.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(file.content)
    golden = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert sorted(rendered) == sorted(golden)
    differing = [path for path, file in rendered.items() if file.content != golden[path].read_bytes()]
    assert differing == []
