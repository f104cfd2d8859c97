"""Production's settings, rehearsed: the real prod stack with only its three addresses pointing at the sandbox."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from catalog import load
from sandbox import paths, settings, stack
from tests.e2e.stacks import Stack, run

pytestmark = pytest.mark.e2e


def databases() -> dict[str, dict[str, str]]:
    """An address for each service that keeps data; nobody connects in a preview."""
    services = load(paths.PROJECT / "services.yaml").services
    return {
        service.short_name: {"DATABASE_URL": f"postgresql://user:canary@db.example/{service.short_name}"}
        for service in services
        if service.keeps_data
    }


@pytest.fixture
def plan(platform: None, tmp_path: Path) -> Any:
    here = settings.load()
    prod = Stack(
        "prod",
        tmp_path,
        {
            "githubUrl": here.github_url,
            "registry": f"{here.registry}/reg-kris",
            "kubeContext": here.context,
            "kubeconfig": str(stack.KUBECONFIG),
            "serviceSecrets": databases(),
            "actionsSecrets": {f"{name}-token": f"canary of {name}" for name in ("library", "deploy", "pull-request")},
        },
        start="prod",
    )
    prod.init()
    try:
        yield prod.plan()
    finally:
        assert run("pulumi", "stack", "rm", "prod", "--yes", "--preserve-config", "--non-interactive").code == 0


def test_production_is_planned_with_its_replicas_and_protection(plan: list[dict[str, Any]]) -> None:
    new = {step["urn"].rsplit("::", 1)[1]: step["newState"] for step in plan if "newState" in step}
    kinds = Counter(state["type"].split(":")[-1] for state in new.values())
    assert kinds["Deployment"] == kinds["HorizontalPodAutoscaler"] == 22
    assert kinds["Repository"] == 25
    assert kinds["Secret"] == 16
    assert "canary" not in json.dumps(plan)
    scalers = [state for state in new.values() if state["type"].endswith(":HorizontalPodAutoscaler")]
    assert {scaler["inputs"]["spec"]["minReplicas"] for scaler in scalers} == {2}
    repositories = [state for state in new.values() if state["type"].endswith(":Repository")]
    assert all(state.get("protect") and state.get("retainOnDelete") for state in repositories)
