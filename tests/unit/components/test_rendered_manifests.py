"""What a service's repository carries in `kubernetes/` is what Pulumi deploys."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from catalog import Catalog
from catalog.model import Repository
from components.platform_service import PlatformService, Surroundings
from rendering import manifests
from tests.unit.components.conftest import ROOT, real_catalog
from tests.unit.components.recording import Recording, Secret, record

ENVIRONMENTS = ("dev", "prod")
SERVICES = real_catalog().services


@pytest.fixture
def deployed(make_surroundings: Callable[..., Surroundings]) -> Callable[[Repository, str], list[dict[str, Any]]]:
    def run(entry: Repository, environment: str) -> list[dict[str, Any]]:
        secrets = {entry.short_name: {"DATABASE_URL": "canary"}} if entry.keeps_data else {}
        surroundings = make_surroundings(environment=environment, secrets=secrets)
        recording = record(lambda: PlatformService(entry.short_name, entry=entry, surroundings=surroundings))
        return _objects(recording, entry.short_name)

    return run


def _objects(recording: Recording, name: str) -> list[dict[str, Any]]:
    made = recording.below(f"{name}-workload")
    return [_comparable(resource.inputs) for resource in made if not resource.type.endswith(":Secret")]


def _comparable(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Without what only a stack knows, and without what is said to Pulumi and not to Kubernetes."""
    made = dict(inputs)
    metadata = dict(made["metadata"])
    annotations = {k: v for k, v in metadata.pop("annotations", {}).items() if not k.startswith("pulumi.com/")}
    made["metadata"] = {**metadata, "annotations": annotations} if annotations else metadata
    if made["kind"] == "Deployment":
        template = made["spec"]["template"]
        checksum = template["metadata"]["annotations"].pop("pyairtable.io/secret-checksum", None)
        assert checksum is None or isinstance(checksum, Secret)
        _, _, digest = template["spec"]["containers"][0].pop("image").partition("@")
        assert digest.startswith("sha256:")
    return made


def carried(entry: Repository, environment: str) -> str:
    return manifests.files(entry, real_catalog())[f"kubernetes/{environment}.yaml"]


def _by_kind(objects: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {made["kind"]: made for made in objects}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("entry", SERVICES, ids=lambda entry: entry.short_name)
def test_a_repository_carries_the_objects_that_are_deployed(
    entry: Repository, environment: str, deployed: Callable[[Repository, str], list[dict[str, Any]]]
) -> None:
    objects = list(yaml.safe_load_all(carried(entry, environment)))
    image = next(o for o in objects if o["kind"] == "Deployment")["spec"]["template"]["spec"]["containers"][0].pop(
        "image"
    )
    assert image == f"ghcr.io/reg-kris/{entry.image_name}:{entry.image_tag}"
    assert _by_kind(objects) == _by_kind(deployed(entry, environment))


def test_they_are_where_a_stack_deploys_unless_told_otherwise() -> None:
    configuration = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    assert configuration["namespace"]["default"] == manifests.NAMESPACE


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_no_value_of_a_secret_is_carried(environment: str, plan: Catalog) -> None:
    for entry in plan.services:
        kinds = [made["kind"] for made in yaml.safe_load_all(carried(entry, environment))]
        assert "Secret" not in kinds
        assert len(kinds) == len(set(kinds)) == 7


@pytest.mark.parametrize("entry", [entry for entry in real_catalog().repositories if entry.kind != "service"])
def test_what_does_not_run_carries_none(entry: Repository, plan: Catalog) -> None:
    assert manifests.files(entry, plan) == {}


# Every repository's own `make manifests` validates all of them; these are one of each shape.
@pytest.mark.parametrize("short_name", ["auth-service", "chat-service", "mcp-server"])
def test_they_are_valid_for_the_cluster(short_name: str) -> None:
    import kubernetes_validate

    (entry,) = [entry for entry in SERVICES if entry.short_name == short_name]
    for environment in ENVIRONMENTS:
        for made in yaml.safe_load_all(carried(entry, environment)):
            kubernetes_validate.validate(made, "1.35", strict=True)
