"""The whole platform as `make up` leaves it."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from outputs import PlatformOutput
from tests.e2e.stacks import Stack, run

pytestmark = pytest.mark.e2e


def test_verification_from_outside_finds_everything_as_promised(platform: None) -> None:
    done = run(sys.executable, "-m", "sandbox", "verify")
    assert done.code == 0, done.text
    assert ", 0 failed" in done.text


def test_the_output_keeps_its_contract_and_the_plans_numbers(dev: Stack) -> None:
    output = PlatformOutput.model_validate(dev.output())
    assert output.totals.repositories == 25
    assert output.totals.services == 22
    assert output.totals.requested_memory <= output.totals.memory_budget
    assert all(phase.deployed for phase in output.phases)


def test_a_change_of_one_service_touches_only_that_service(
    dev: Stack, edited_catalog: Callable[[Callable[[Any], None]], Path], deployments: Callable[[str], dict[str, int]]
) -> None:
    def more_memory(content: Any) -> None:
        entry = next(entry for entry in content["repositories"] if entry["name"] == "pyairtable-auth-service-go")
        entry["workload"] = {"resources": {"requests": {"memory": "40Mi"}}}

    dev.configuration["catalog"] = str(edited_catalog(more_memory))
    changed = [step["urn"] for step in dev.plan() if step["op"] != "same" and "pulumi:pulumi:Stack" not in step["urn"]]
    # Its repository carries the manifests, so it gets the change too, as a pull request.
    assert {urn.rsplit("::", 1)[1] for urn in changed} == {
        "auth-service-repository-content",
        "auth-service-workload-deployment",
    }
    try:
        done = dev.up()
        assert done.code == 0, done.text
        assert deployments("pyairtable")["auth-service"] == 1
        assert re.search(r"pyairtable-auth-service-go: (opened|update added to) http", done.text)
    finally:
        del dev.configuration["catalog"]
        restored = dev.up()
    assert restored.code == 0, restored.text
