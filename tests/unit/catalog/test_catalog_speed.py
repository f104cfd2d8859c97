"""Checking a catalog must not be felt, also when it grows."""

import time
from pathlib import Path

from catalog import load
from tests.unit.catalog.sample import catalog_text

# Ten times what it takes on two cores of 2024, so that a busy machine passes and a quadratic check does not.
SECONDS = 2.0


def test_a_thousand_services_load_in_two_seconds(tmp_path: Path) -> None:
    entries = "".join(
        f"\n  - {{name: s{i}-go, kind: service, language: go, purpose: Number {i}, phase: {int(i > 0)}, "
        f"depends_on: [{f's{i - 1}-go' if i else ''}]}}"
        for i in range(1000)
    )
    file = tmp_path / "services.yaml"
    budget = "{memory: 1T, monthly_dollars: {minimum: 1, maximum: 2}, before: {memory: 1T, monthly_dollars: 1}}"
    file.write_text(catalog_text(budget=budget, repositories=entries))
    started = time.perf_counter()
    assert len(load(file).services) == 1000
    assert time.perf_counter() - started < SECONDS
