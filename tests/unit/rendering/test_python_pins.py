"""What Python services run with is what their library was tested with, and says nothing of where it was looked up."""

import re
from pathlib import Path

import pytest

from rendering.template import TEMPLATES

LIBRARY, SERVICE = TEMPLATES / "python-library", TEMPLATES / "python-service"
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>[^ \\]+)", re.MULTILINE)
FILES = sorted(path for folder in (LIBRARY, SERVICE) for path in folder.glob("requirements*.txt"))


def _pins(text: str) -> dict[str, str]:
    return {pin["name"]: pin["version"] for pin in PIN.finditer(text)}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_service_has_what_its_library_needs_in_the_version_that_was_tested(name: str) -> None:
    library, service = (_pins((folder / name).read_text()) for folder in (LIBRARY, SERVICE))
    assert library
    assert library.items() <= service.items()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_requirement_is_pinned_by_hash_and_names_no_index(path: Path) -> None:
    text = path.read_text()
    pins = _pins(text)
    assert pins
    assert all(re.search(rf"^{re.escape(name)}==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE) for name in pins)
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", text)
