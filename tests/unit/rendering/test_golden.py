"""A template's change is reviewed as the difference that it makes to one Go and one Python service.

`UPDATE_GOLDEN=1` writes the golden repositories anew.
"""

import os
import shutil
from pathlib import Path

import pytest

from rendering import Source, render
from tests.unit.rendering.sample import source

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "repositories"
SERVICES = [
    source(),
    source(
        kind="python-service",
        name="pyairtable-chat-service-py",
        short_name="chat-service",
        purpose="Conversational AI",
    ),
]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.answers.kind)
def test_a_rendered_service_is_the_golden_one(service: Source) -> None:
    folder = GOLDEN / service.answers.name
    rendered = render(service)
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(folder, ignore_errors=True)
        for path, file in rendered.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(file.content)
    golden = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert sorted(rendered) == sorted(golden)
    differing = [path for path, file in rendered.items() if file.content != golden[path].read_bytes()]
    assert differing == []
