import json
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from components import image_digests
from tests.unit.components.recording import Recording, record

DIGEST = "sha256:" + "0123456789abcdef" * 4


def load(plan: Catalog, value: Any) -> Recording:
    def program() -> None:
        pulumi.export("read", dict(image_digests.load(pulumi.Config(), plan)))

    config = {} if value is None else {"imageDigests": value if isinstance(value, str) else json.dumps(value)}
    return record(program, config=config)


@pytest.mark.parametrize("value", [None, {}])
def test_without_any_no_service_is_pinned(plan: Catalog, value: Any) -> None:
    assert load(plan, value).exports == {"read": {}}


def test_built_and_existing_services_can_be_pinned(plan: Catalog) -> None:
    pinned = {"auth-service": DIGEST, "llm-orchestrator": DIGEST}
    assert load(plan, pinned).exports == {"read": pinned}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"xyz": DIGEST}, ".xyz: the catalog has no such service; the services are airtable-gateway, "),
        ({"go-shared": DIGEST}, ".go-shared: the catalog has no such service; "),
        ({"auth-service": "latest"}, ".auth-service: 'latest' is no digest; write sha256: and 64 hexadecimal digits"),
        ({"auth-service": DIGEST[:-1]}, f".auth-service: '{DIGEST[:-1]}' is no digest; "),
        ({"auth-service": DIGEST + "0"}, f".auth-service: '{DIGEST}0' is no digest; "),
        ({"auth-service": DIGEST.upper()}, f".auth-service: '{DIGEST.upper()}' is no digest; "),
        ({"auth-service": f"registry.example/auth@{DIGEST}"}, ".auth-service: 'registry.example/auth@sha256:"),
        ({"auth-service": 7}, ".auth-service: '7' is no digest; "),
        ({"auth-service": {"digest": DIGEST}}, ".auth-service: '{'digest': "),
        ([DIGEST], ": write each digest below its service's name, as in `imageDigests.auth-service`"),
        ([], ": write each digest below its service's name"),
        (DIGEST, ": write each digest below its service's name"),
    ],
)
def test_a_mistake_is_one_line_that_names_its_place(plan: Catalog, value: Any, message: str) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, value)
    text = str(refused.value)
    assert text.startswith(f"Pulumi.dev.yaml: pyairtable:imageDigests{message}")
    assert len(text.splitlines()) == 1


def test_every_mistake_is_reported_at_once(plan: Catalog) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        load(plan, {"nobody": DIGEST, "auth-service": "v1", "user-service": DIGEST, "chat-service": ""})
    places = [line.split(": ")[1] for line in str(refused.value).splitlines()]
    assert places == [f"pyairtable:imageDigests.{name}" for name in ("nobody", "auth-service", "chat-service")]
