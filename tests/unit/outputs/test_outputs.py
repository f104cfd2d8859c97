import json
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from outputs import PlatformOutput, schema

WORKLOAD: dict[str, Any] = {
    "image": "registry.example/reg-kris/pyairtable-auth-service-go@sha256:" + "a" * 64,
    "digest": "sha256:" + "a" * 64,
    "address": "http://auth-service.pyairtable.svc",
    "port": 8080,
    "minimum_replicas": 2,
    "maximum_replicas": 6,
    "requested_memory": 67_108_864,
    "requested_cpu_millicores": 50,
}


def repository(**overrides: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": "pyairtable-auth-service-go",
        "kind": "service",
        "language": "go",
        "purpose": "JWT authentication",
        "repository_url": "https://github.com/Reg-Kris/pyairtable-auth-service-go",
        "pull_request": "",
        "origin": "new",
        "depends_on": ["pyairtable-go-shared"],
        "workload": WORKLOAD,
    }
    return {**values, **overrides}


def platform(**overrides: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "version": 1,
        "environment": "prod",
        "organization": "Reg-Kris",
        "namespace": "pyairtable",
        "phases": [
            {
                "number": 0,
                "title": "Core services",
                "deployed": True,
                "repositories": {
                    "auth-service": repository(),
                    "go-shared": repository(name="pyairtable-go-shared", kind="library", workload=None),
                },
            },
            {"number": 1, "title": "Integration", "deployed": False, "repositories": {}},
        ],
        "totals": {
            "repositories": 2,
            "services": 1,
            "requested_memory": 67_108_864,
            "requested_cpu_millicores": 50,
            "memory_budget": 3_500_000_000,
            "memory_before": 7_200_000_000,
        },
    }
    return {**values, **overrides}


def test_the_committed_schema_is_the_model_s() -> None:
    assert schema.FILE.read_text() == schema.text(), "run `python -m outputs.schema`"


def test_an_output_that_the_model_makes_is_valid_by_the_schema() -> None:
    made = PlatformOutput.model_validate(platform()).model_dump(mode="json")
    jsonschema.validate(made, json.loads(schema.FILE.read_text()))
    assert made == platform()


def test_a_preview_s_open_digest_is_an_empty_one() -> None:
    waiting = repository(workload={**WORKLOAD, "image": "", "digest": ""})
    phase = {"number": 0, "title": "Core", "deployed": True, "repositories": {"auth-service": waiting}}
    jsonschema.validate(platform(phases=[phase]), json.loads(schema.FILE.read_text()))


@pytest.mark.parametrize(
    "broken",
    [
        platform(version=2),
        platform(surprise=True),
        platform(phases=[{"number": 0, "title": "", "deployed": True, "repositories": {"a": repository(kind="job")}}]),
        platform(
            phases=[
                {
                    "number": 0,
                    "title": "",
                    "deployed": True,
                    "repositories": {"a": repository(workload={**WORKLOAD, "digest": "latest"})},
                }
            ]
        ),
    ],
    ids=["another version", "an unknown field", "an unknown kind", "a tag for a digest"],
)
def test_what_the_contract_does_not_know_is_refused_by_model_and_schema(broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PlatformOutput.model_validate(broken)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, json.loads(schema.FILE.read_text()))
