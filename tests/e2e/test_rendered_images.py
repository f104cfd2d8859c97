"""The images that run are those of this very rendering: what `make image` would build in each repository.

docker-build keeps a hash of the context that it built from, and a preview compares it with the context as it is now.
That each pod runs the digest that was built, and answers, is what `make verify` finds.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog import load
from components.surroundings import RENDERED
from outputs import PlatformOutput
from rendering import contents
from sandbox import paths
from tests.e2e.stacks import Stack

pytestmark = pytest.mark.e2e

CATALOG = load(paths.PROJECT / "services.yaml")
NEW = {entry.short_name: entry.name for entry in CATALOG.services if entry.origin == "new"}


def images_to_build(dev: Stack) -> list[str]:
    """What a preview would build anew."""
    steps: list[dict[str, Any]] = dev.plan()
    return sorted(step["urn"].rsplit("::", 1)[1] for step in steps if "docker-build:index:Image" in step["urn"])


@pytest.fixture
def another_main() -> Iterator[None]:
    """One rendered service as if its template had another line."""
    file = paths.PROJECT / RENDERED / NEW["chat-service"] / "src" / "main.py"
    before = file.read_text()
    file.write_text(before + "# another line\n")
    yield
    file.write_text(before)


def test_every_new_service_runs_an_image_of_this_very_rendering(dev: Stack) -> None:
    assert images_to_build(dev) == []
    rendered = contents(CATALOG)
    for name in NEW.values():
        folder: Path = paths.PROJECT / RENDERED / name
        assert {path: (folder / path).read_bytes() for path in rendered[name]} == {
            path: file.content for path, file in rendered[name].items()
        }
    output = PlatformOutput.model_validate(dev.output())
    running = {name for phase in output.phases for name, entry in phase.repositories.items() if entry.workload}
    assert set(NEW) <= running


@pytest.mark.usefixtures("another_main")
def test_another_rendering_would_be_another_image(dev: Stack) -> None:
    assert images_to_build(dev) == ["chat-service-image-build"]
