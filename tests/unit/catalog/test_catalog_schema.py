"""The committed JSON Schema, which editors use for completion and errors."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from catalog import schema

PROJECT = Path(__file__).resolve().parents[3]
SERVICES = PROJECT / "services.yaml"


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    return json.loads(schema.FILE.read_text())


def _objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    mappings: list[dict[str, Any]] = [schema, *schema["$defs"].values()]
    assert all(mapping["type"] == "object" for mapping in mappings)
    return mappings


def _accepts(schema: dict[str, Any], data: Any) -> bool:
    validator: Any = jsonschema.Draft202012Validator(schema)
    return validator.is_valid(data)


def test_the_committed_schema_is_current() -> None:
    assert schema.FILE.read_text() == schema.text(), "write it again with: python -m catalog.schema"


def test_services_yaml_names_the_schema_in_its_first_line() -> None:
    first = SERVICES.read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema={schema.FILE.relative_to(PROJECT)}"


def test_services_yaml_suits_the_schema(committed: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(committed)
    assert _accepts(committed, yaml.safe_load(SERVICES.read_text()))


def test_the_schema_refuses_unknown_keys_everywhere(committed: dict[str, Any]) -> None:
    assert all(mapping.get("additionalProperties") is False for mapping in _objects(committed))


def test_every_key_is_described_for_completion(committed: dict[str, Any]) -> None:
    silent = [
        f"{mapping['title']}.{name}"
        for mapping in _objects(committed)
        for name, field in mapping.get("properties", {}).items()
        if "description" not in field
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("part", "value"),
    [("organization", "a b"), ("version", 2), ("environments", {"Prod": {}}), ("environments", {}), ("phases", [])],
)
def test_the_schema_refuses_what_the_program_refuses(committed: dict[str, Any], part: str, value: Any) -> None:
    data = {**yaml.safe_load(SERVICES.read_text()), part: value}
    assert not _accepts(committed, data)
