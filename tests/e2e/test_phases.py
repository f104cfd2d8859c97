"""Phase after phase, on a stack of three prebuilt services, one a phase."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.stacks import Stack

pytestmark = pytest.mark.e2e

Ready = Callable[[str], dict[str, int]]


def test_through_phase_deploys_that_far_and_later_the_rest(small: Stack, deployments: Ready) -> None:
    small.configuration["throughPhase"] = 0
    first = small.up()
    assert first.code == 0, first.text
    assert deployments("small") == {"mcp-server": 1}
    assert [phase["deployed"] for phase in small.output()["phases"]] == [True, False, False]

    small.configuration["throughPhase"] = 2
    rest = small.up()
    assert rest.code == 0, rest.text
    assert deployments("small") == {"mcp-server": 1, "airtable-gateway": 1, "llm-orchestrator": 1}


def test_a_failing_rollout_stops_later_phases_and_leaves_earlier_ones_running(
    small: Stack, deployments: Ready, tmp_path: Path
) -> None:
    catalog = Path(small.configuration["catalog"])
    broken = tmp_path / "broken.yaml"
    entry = "- name: airtable-gateway-py"
    text = catalog.read_text()
    assert entry in text
    broken.write_text(
        text.replace(entry, "- workload: {probes: {readiness: /nothing-here}}\n  name: airtable-gateway-py")
    )
    small.configuration |= {"catalog": str(broken), "rolloutTimeoutSeconds": 15}
    failed = small.up()
    assert failed.code != 0
    assert "airtable-gateway" in failed.text
    assert deployments("small") == {"mcp-server": 1, "airtable-gateway": 0}

    small.configuration |= {"catalog": str(catalog), "rolloutTimeoutSeconds": 120}
    mended = small.up()
    assert mended.code == 0, mended.text
    assert deployments("small") == {"mcp-server": 1, "airtable-gateway": 1, "llm-orchestrator": 1}
