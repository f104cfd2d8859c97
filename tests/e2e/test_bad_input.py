"""What a person gets wrong: one message that says what and where, no traceback, nothing changed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.stacks import Stack, run

pytestmark = pytest.mark.e2e


def _state(stack: Stack) -> dict[str, Any]:
    """What the stack has, by URN; only order, times and the encryption of secrets differ between two exports."""
    exported = run("pulumi", "stack", "export", "--show-secrets", "--stack", stack.name, "--non-interactive")
    assert exported.code == 0
    resources: list[dict[str, Any]] = json.loads(exported.text)["deployment"]["resources"]
    return {resource.pop("urn"): {**resource, "modified": None} for resource in resources}


def _refused(stack: Stack, *expected: str) -> None:
    before = _state(stack)
    done = stack.up()
    assert done.code != 0
    assert "Traceback" not in done.text
    for text in expected:
        assert text in done.text, done.text
    assert _state(stack) == before


def test_a_wrong_catalog(dev: Stack, edited_catalog: Callable[[Callable[[Any], None]], Path]) -> None:
    def mistakes(content: Any) -> None:
        content["repositories"][0]["colour"] = "red"
        content["repositories"][8]["depends_on"] = ["nobody"]

    dev.configuration["catalog"] = str(edited_catalog(mistakes))
    _refused(dev, "services.yaml:", "colour", "nobody")


def test_a_missing_catalog(dev: Stack) -> None:
    dev.configuration["catalog"] = "nowhere.yaml"
    _refused(dev, "nowhere.yaml", "No such file")


def test_a_wrong_configuration_value(dev: Stack) -> None:
    dev.configuration |= {"repositories": "own", "rolloutTimeoutSeconds": 1}
    _refused(dev, "pyairtable:repositories", "pyairtable:rolloutTimeoutSeconds")


def test_a_phase_that_the_catalog_does_not_have(dev: Stack) -> None:
    dev.configuration["throughPhase"] = 9
    _refused(dev, "pyairtable:throughPhase", "after the last phase, 5")


def test_a_missing_token(dev: Stack) -> None:
    dev.env["GITHUB_TOKEN"] = ""
    _refused(dev, "GITHUB_TOKEN is not set")


def test_a_wrong_token(dev: Stack) -> None:
    dev.env["GITHUB_TOKEN"] = "ghp_wrong"
    _refused(dev, "refuses the token")


def test_everything_out_of_reach_at_once(dev: Stack) -> None:
    dev.configuration |= {
        "githubUrl": "http://127.0.0.1:9/",
        "registry": "127.0.0.1:9/reg-kris",
        "kubeContext": "nowhere",
    }
    _refused(
        dev, "github: http://127.0.0.1:9/ does not answer", "registry: https://127.0.0.1:9", "no context 'nowhere'"
    )


def test_a_cluster_that_does_not_answer(dev: Stack, tmp_path: Path) -> None:
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(
        "contexts: [{name: gone, context: {cluster: gone}}]\n"
        "clusters: [{name: gone, cluster: {server: 'https://127.0.0.1:9'}}]\n"
    )
    dev.configuration |= {"kubeconfig": str(kubeconfig), "kubeContext": "gone"}
    _refused(dev, "cluster of context 'gone' at https://127.0.0.1:9 does not answer")
