"""What a user sees of a catalog that is wrong."""

from pathlib import Path

import pytest

from catalog import CatalogError, Problem, load
from tests.unit.catalog.sample import ProblemsOf


@pytest.fixture
def problems_of(tmp_path: Path) -> ProblemsOf:
    """Loads a catalog from its text and returns its mistakes, none if there are none."""

    def read(content: str | bytes) -> tuple[Problem, ...]:
        file = tmp_path / "services.yaml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            load(file)
        except CatalogError as error:
            return error.problems
        return ()

    return read
