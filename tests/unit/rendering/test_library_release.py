"""A release of a library never changes: its content and LIBRARY_VERSION change together.

Services ask for the library by its version, and Go refuses another content under a version that it has seen. So
`tests/golden/libraries.json` keeps what each version held; `UPDATE_GOLDEN=1` adds a new version to it.
"""

import hashlib
import json
import os
from pathlib import Path

import pytest

from catalog import load
from catalog.model import Repository
from rendering import render
from rendering.answers import LIBRARY_VERSION
from rendering.repositories import source

PROJECT = Path(__file__).resolve().parents[3]
RELEASES = PROJECT / "tests" / "golden" / "libraries.json"
CATALOG = load(PROJECT / "services.yaml")
LIBRARIES = [entry for entry in CATALOG.repositories if entry.kind == "library"]

ADVICE = """
{name}: its content is not that of version {version}, which services import and which must never change.
- Raise LIBRARY_VERSION in rendering/answers.py (every service then asks for the new version), and run
  UPDATE_GOLDEN=1 .venv/bin/python -m pytest {test}
- Only if {version} was never released to any organisation: remove it from tests/golden/libraries.json first."""


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_a_release_of_a_library_never_changes(library: Repository) -> None:
    releases: dict[str, dict[str, str]] = json.loads(RELEASES.read_text())
    content = _hash(library)
    if os.environ.get("UPDATE_GOLDEN"):
        releases.setdefault(library.name, {}).setdefault(LIBRARY_VERSION, content)
        RELEASES.write_text(json.dumps(releases, indent=2) + "\n")
    if releases.get(library.name, {}).get(LIBRARY_VERSION) != content:
        test = Path(__file__).relative_to(PROJECT)
        pytest.fail(ADVICE.format(name=library.name, version=LIBRARY_VERSION, test=test), pytrace=False)


def _hash(library: Repository) -> str:
    files = render(source(library, CATALOG))
    digest = hashlib.sha256()
    for path, file in sorted(files.items()):
        digest.update(f"{path}\0{file.executable}\0{len(file.content)}\0".encode() + file.content)
    return digest.hexdigest()
