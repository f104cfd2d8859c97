import json
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from components import service_secrets
from tests.unit.components.conftest import databases_of
from tests.unit.components.recording import Recording, Secret, record

EVERY_PHASE = 5


def load(plan: Catalog, value: Any, through_phase: int = EVERY_PHASE) -> Recording:
    def program() -> None:
        read = service_secrets.load(pulumi.Config(), plan, through_phase)
        pulumi.export("read", {service: dict(variables) for service, variables in read.items()})

    config = {} if value is None else {"serviceSecrets": value if isinstance(value, str) else json.dumps(value)}
    return record(program, config=config)


def with_databases(plan: Catalog, more: dict[str, Any]) -> dict[str, Any]:
    """Every database's address, and more; a service that both name keeps both."""
    merged: dict[str, Any] = {**databases_of(plan), **more}
    for service, known in databases_of(plan).items():
        if isinstance(merged[service], dict):
            merged[service] = {**known, **merged[service]}
    return merged


def test_a_phase_without_new_services_needs_none(plan: Catalog) -> None:
    assert load(plan, None, through_phase=0).exports == {"read": {}}


def test_names_are_known_and_values_are_secret(plan: Catalog) -> None:
    read = load(plan, with_databases(plan, {"auth-service": {"JWT_KEY": "canary"}})).exports["read"]
    assert read["auth-service"]["JWT_KEY"] == Secret("canary")
    assert read["api-gateway"] == {"DATABASE_URL": Secret("postgresql://user:canary@db.example:5432/api-gateway")}


def test_services_without_a_database_are_named_together_with_the_command(plan: Catalog) -> None:
    databases = databases_of(plan)
    del databases["tenant-service"], databases["user-service"]["DATABASE_URL"]
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, databases)
    assert str(refused.value) == (
        "Pulumi.dev.yaml: pyairtable:serviceSecrets: user-service, tenant-service have no DATABASE_URL; set each to "
        "its database's postgresql://user:password@host:port/name, as in `pulumi config set --secret --path "
        "'pyairtable:serviceSecrets.user-service.DATABASE_URL'`, which asks for it"
    )


def test_without_any_secret_every_service_of_the_phases_is_named(plan: Catalog) -> None:
    with pytest.raises(pulumi.RunError, match=": api-gateway, auth-service, user-service, tenant-service have no DATA"):
        load(plan, None, through_phase=2)


@pytest.mark.parametrize(
    "value",
    [
        "canary",
        "mysql://u:canary@h/d",
        "postgresql://u:canary@h",
        "postgresql://h/canary",
        "postgresql://u:canary@h:x/d",
    ],
)
def test_an_address_that_is_none_of_postgresql_is_refused_unseen(plan: Catalog, value: str) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, with_databases(plan, {"auth-service": {"DATABASE_URL": value}}))
    message = "serviceSecrets.auth-service.DATABASE_URL: its value does not have the form postgresql://user:password@"
    assert message in str(refused.value)
    assert "canary" not in str(refused.value)


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
def test_a_mistake_is_one_line_that_names_its_place_and_no_value(
    plan: Catalog, value: dict[str, Any] | list[str] | str, message: str
) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, with_databases(plan, value) if isinstance(value, dict) else value)
    text = str(refused.value)
    assert text.startswith(f"Pulumi.dev.yaml: pyairtable:serviceSecrets{message}")
    assert len(text.splitlines()) == 1
    assert "canary" not in text


def test_every_mistake_is_reported_at_once(plan: Catalog) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, {"nobody": {"K": "v"}, "auth-service": {"K": 1, "no no": "v"}})
    assert len(str(refused.value).splitlines()) == 4
