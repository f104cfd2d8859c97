"""The running platform, and what tests need to look at it from outside."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client, config  # pyright: ignore[reportMissingTypeStubs]
from ruamel.yaml import YAML

from sandbox import paths, settings, stack
from tests.e2e.stacks import Stack

CATALOG = paths.PROJECT / "services.yaml"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is skipped has failed: what nobody ran proves nothing."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("e2e"):
        report.outcome, report.longrepr = "failed", f"skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def platform() -> None:
    """The local platform, up; this process then has its environment."""
    done = subprocess.run([sys.executable, "-m", "sandbox", "up"], cwd=paths.PROJECT, check=False)
    assert done.returncode == 0, "`make up` failed; its messages are above"
    script = f"set -a; . {paths.ENVIRONMENT}; env -0"
    listed = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout.decode()
    os.environ.update({name: value for name, _, value in (line.partition("=") for line in listed.split("\0")) if name})


@pytest.fixture(scope="session")
def cluster(platform: None) -> Any:
    """A client of the sandbox's Kubernetes API."""
    return config.new_client_from_config(str(stack.KUBECONFIG), settings.load().context)  # pyright: ignore


@pytest.fixture(scope="session")
def deployments(cluster: Any) -> Callable[[str], dict[str, int]]:
    """The Deployments of a namespace with their ready replicas."""
    apps: Any = client.AppsV1Api(cluster)

    def list_them(namespace: str) -> dict[str, int]:
        items = apps.list_namespaced_deployment(namespace).items
        return {item.metadata.name: item.status.ready_replicas or 0 for item in items}

    return list_them


@pytest.fixture
def dev(platform: None, tmp_path: Path) -> Stack:
    """The dev stack, with a configuration that a test may change for itself."""
    return Stack("dev", tmp_path)


@pytest.fixture
def edited_catalog(tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Writes a changed copy of `services.yaml` and returns its path."""

    def edit(change: Callable[[Any], None]) -> Path:
        yaml = YAML()
        content: Any = yaml.load(CATALOG)  # pyright: ignore[reportUnknownMemberType]
        change(content)
        target = tmp_path / "services.yaml"
        with target.open("w") as file:
            yaml.dump(content, file)  # pyright: ignore[reportUnknownMemberType]
        return target

    return edit


@pytest.fixture
def small(platform: None, tmp_path: Path, edited_catalog: Callable[..., Path]) -> Iterator[Stack]:
    """A stack of three prebuilt services, one a phase, in a namespace of its own; it owns no repository."""
    names = ["mcp-server-py", "airtable-gateway-py", "llm-orchestrator-py"]

    def keep_three(content: Any) -> None:
        kept = {entry["name"]: entry for entry in content["repositories"] if entry["name"] in names}
        content["repositories"] = [{**kept[name], "phase": phase} for phase, name in enumerate(names)]
        content["phases"] = content["phases"][:3]

    catalog = edited_catalog(keep_three)
    made = Stack(
        "small",
        tmp_path,
        {
            "catalog": str(catalog),
            "namespace": "small",
            "repositories": "reference",
            "throughPhase": 2,
            "rolloutTimeoutSeconds": 120,
        },
    )
    made.init()
    yield made
    made.configuration["catalog"] = str(catalog)
    made.remove()
