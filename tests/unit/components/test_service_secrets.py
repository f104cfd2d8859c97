import json
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from components import service_secrets
from tests.unit.components.recording import Recording, Secret, record


def load(plan: Catalog, value: Any) -> Recording:
    def program() -> None:
        read = service_secrets.load(pulumi.Config(), plan)
        pulumi.export("read", {service: dict(variables) for service, variables in read.items()})

    config = {} if value is None else {"serviceSecrets": value if isinstance(value, str) else json.dumps(value)}
    return record(program, config=config)


def test_without_any_no_service_has_one(plan: Catalog) -> None:
    assert load(plan, None).exports == {"read": {}}


def test_names_are_known_and_values_are_secret(plan: Catalog) -> None:
    made = load(plan, {"auth-service": {"JWT_KEY": "canary"}})
    assert made.exports == {"read": {"auth-service": {"JWT_KEY": Secret("canary")}}}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"auth-servce": {"K": "v"}}, ".auth-servce: the catalog has no such service; did you mean 'auth-service'?"),
        ({"xyz": {"K": "v"}}, ".xyz: the catalog has no such service; the services are airtable-gateway, "),
        ({"go-shared": {"K": "v"}}, ".go-shared: the catalog has no such service; "),
        ({"auth-service": "canary"}, ".auth-service: write each secret below the name of its environment variable"),
        ({"auth-service": {"9-K": "canary"}}, ".auth-service.9-K: an environment variable has only letters"),
        ({"auth-service": {"K": {"deep": "canary"}}}, ".auth-service.K: its value is no text"),
        (["canary"], ": write a service's secrets below its name"),
        ("canary", ": write a service's secrets below its name"),
    ],
)
def test_a_mistake_is_one_line_that_names_its_place_and_no_value(plan: Catalog, value: Any, message: str) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, value)
    text = str(refused.value)
    assert text.startswith(f"Pulumi.dev.yaml: pyairtable:serviceSecrets{message}")
    assert len(text.splitlines()) == 1
    assert "canary" not in text


def test_every_mistake_is_reported_at_once(plan: Catalog) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, {"nobody": {"K": "v"}, "auth-service": {"K": 1, "no no": "v"}})
    assert len(str(refused.value).splitlines()) == 3
