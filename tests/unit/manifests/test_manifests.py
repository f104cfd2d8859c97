"""What a service's objects promise, and as a whole what they look like for one Go and one Python service.

`UPDATE_GOLDEN=1` writes the golden files anew.
"""

import os
from dataclasses import fields
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import catalog
import manifests
from catalog import Catalog, WorkloadSpec
from manifests import Identity, WorkloadManifests

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "manifests"
IMAGE = "registry.example/reg-kris/image@sha256:" + "0" * 64
ENVIRONMENTS = ("dev", "prod")


@cache
def plan() -> Catalog:
    return catalog.load(ROOT / "services.yaml")


def identity(short_name: str = "auth-service", environment: str = "dev", **overrides: Any) -> Identity:
    entry = next(service for service in plan().services if service.short_name == short_name)
    values: dict[str, Any] = {
        "name": entry.short_name,
        "namespace": "pyairtable",
        "language": entry.language,
        "phase": entry.phase,
        "environment": environment,
    }
    return Identity(**{**values, **overrides})


def spec(short_name: str = "auth-service", environment: str = "dev") -> WorkloadSpec:
    entry = next(service for service in plan().services if service.short_name == short_name)
    return plan().workload(entry, environment)


def rendered(short_name: str = "auth-service", environment: str = "dev", **options: Any) -> WorkloadManifests:
    settings = options.pop("settings", {})
    return manifests.render(
        identity(short_name, environment), spec(short_name, environment), IMAGE, settings, **options
    )


def objects(made: WorkloadManifests) -> list[dict[str, Any]]:
    return [getattr(made, field.name) for field in fields(made)]


def pod(made: WorkloadManifests) -> dict[str, Any]:
    return made.deployment["spec"]["template"]


def container(made: WorkloadManifests) -> dict[str, Any]:
    return pod(made)["spec"]["containers"][0]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("short_name", ["auth-service", "embedding-service"])
def test_the_objects_are_the_ones_that_were_reviewed(short_name: str, environment: str) -> None:
    stream = StringIO()
    yaml = YAML()
    yaml.representer.ignore_aliases = lambda *_: True  # pyright: ignore[reportUnknownMemberType, reportUnknownLambdaType]
    yaml.dump_all(objects(rendered(short_name, environment, secret=True, database=True)), stream)  # pyright: ignore[reportUnknownMemberType]
    golden = GOLDEN / f"{short_name}.{environment}.yaml"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(stream.getvalue())
    assert stream.getvalue() == golden.read_text()


@pytest.mark.parametrize("service", plan().services, ids=lambda service: service.short_name)
def test_every_pod_meets_the_restricted_standard(service: catalog.Repository) -> None:
    made = rendered(service.short_name, "prod")
    assert pod(made)["spec"]["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 65532,
        "runAsGroup": 65532,
        "fsGroup": 65532,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container(made)["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {key for volume in pod(made)["spec"]["volumes"] for key in volume if key != "name"} == {"emptyDir"}


def test_a_pod_gets_no_key_to_the_cluster() -> None:
    made = rendered()
    assert pod(made)["spec"]["automountServiceAccountToken"] is False
    assert made.service_account["automountServiceAccountToken"] is False
    assert pod(made)["spec"]["serviceAccountName"] == made.service_account["metadata"]["name"]


def test_each_probe_asks_for_what_it_is_about() -> None:
    probed = container(rendered())
    assert probed["startupProbe"]["httpGet"]["path"] == "/health"
    assert probed["livenessProbe"]["httpGet"]["path"] == "/health"
    assert probed["readinessProbe"]["httpGet"]["path"] == "/ready"


def test_a_start_may_take_its_time_before_liveness_counts() -> None:
    startup = container(rendered())["startupProbe"]
    assert startup["periodSeconds"] * startup["failureThreshold"] == spec().probes.startup_seconds
    deadline = rendered().deployment["spec"]["progressDeadlineSeconds"]
    assert deadline > spec().probes.startup_seconds


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_container_asks_for_what_the_catalog_says(environment: str) -> None:
    assert container(rendered("embedding-service", environment))["resources"] == {
        "requests": {"cpu": "50m", "memory": "96Mi"},
        "limits": {"cpu": "1", "memory": "256Mi"},
    }


@pytest.mark.parametrize(("environment", "bounds"), [("dev", (1, 3)), ("prod", (2, 6))])
def test_the_autoscaler_owns_the_replicas_within_the_environment_s_bounds(
    environment: str, bounds: tuple[int, int]
) -> None:
    made = rendered(environment=environment)
    assert (made.autoscaler["spec"]["minReplicas"], made.autoscaler["spec"]["maxReplicas"]) == bounds
    assert made.autoscaler["spec"]["scaleTargetRef"] == {
        "apiVersion": made.deployment["apiVersion"],
        "kind": made.deployment["kind"],
        "name": made.deployment["metadata"]["name"],
    }
    assert "replicas" not in made.deployment["spec"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_node_can_be_drained_at_any_number_of_replicas(environment: str) -> None:
    budget = rendered(environment=environment).disruption_budget["spec"]
    assert budget["maxUnavailable"] == 1
    assert "minAvailable" not in budget


def test_a_rollout_never_takes_a_working_pod_away_first() -> None:
    strategy = rendered().deployment["spec"]["strategy"]["rollingUpdate"]
    assert strategy == {"maxUnavailable": 0, "maxSurge": 1}


def test_a_pod_stops_answering_only_after_nobody_is_sent_to_it() -> None:
    drain = container(rendered())["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert 0 < drain < pod(rendered())["spec"]["terminationGracePeriodSeconds"]


def test_the_selector_stays_when_everything_else_of_a_service_changes() -> None:
    one = identity()
    other = identity(language="python", phase=5, environment="prod")
    assert one.selector == other.selector
    assert one.labels != other.labels


def test_every_selector_finds_the_pods() -> None:
    made = rendered()
    labels = pod(made)["metadata"]["labels"]
    selectors = [
        made.deployment["spec"]["selector"]["matchLabels"],
        made.service["spec"]["selector"],
        made.disruption_budget["spec"]["selector"]["matchLabels"],
        made.network_policy["spec"]["podSelector"]["matchLabels"],
    ]
    assert all(selector.items() <= labels.items() for selector in selectors)


def test_the_service_s_port_leads_to_the_port_that_the_program_is_told() -> None:
    made = rendered()
    named = {port["name"]: port["containerPort"] for port in container(made)["ports"]}
    assert named[made.service["spec"]["ports"][0]["targetPort"]] == int(made.config_map["data"]["PORT"])
    assert made.service["spec"]["ports"][0]["port"] == 80
    assert pod(made)["metadata"]["annotations"]["prometheus.io/port"] == made.config_map["data"]["PORT"]


def test_a_changed_setting_rolls_the_pods_out_and_the_same_ones_do_not() -> None:
    first = pod(rendered(settings={"A": "1", "B": "2"}))
    same = pod(rendered(settings={"B": "2", "A": "1"}))
    other = pod(rendered(settings={"A": "1", "B": "3"}))
    assert first == same
    assert first != other


def test_a_secret_is_read_only_where_there_is_one() -> None:
    without, with_one = rendered(), rendered(secret=True, secret_checksum="abc")
    assert container(without)["envFrom"] == [{"configMapRef": {"name": "auth-service"}}]
    assert container(with_one)["envFrom"][1:] == [{"secretRef": {"name": "auth-service"}}]
    assert pod(with_one)["metadata"]["annotations"]["pyairtable.io/secret-checksum"] == "abc"


def test_a_secret_whose_content_is_not_known_is_read_by_name_alone() -> None:
    made = rendered(secret=True)
    assert container(made)["envFrom"][1:] == [{"secretRef": {"name": "auth-service"}}]
    assert "pyairtable.io/secret-checksum" not in pod(made)["metadata"]["annotations"]


@pytest.mark.parametrize(("environment", "port"), [("dev", 15432), ("prod", 5432)])
def test_only_a_service_with_a_database_reaches_one(environment: str, port: int) -> None:
    without = rendered(environment=environment).network_policy["spec"]["egress"]
    with_one = rendered(environment=environment, database=True).network_policy["spec"]["egress"]
    assert with_one == [*without, {"ports": [{"port": port, "protocol": "TCP"}]}]


def test_only_the_platform_talks_to_a_service() -> None:
    policy = rendered().network_policy["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    platform = [{"podSelector": {"matchLabels": {"app.kubernetes.io/part-of": "pyairtable"}}}]
    assert policy["ingress"] == [{"from": platform, "ports": [{"port": 8080, "protocol": "TCP"}]}]
    assert {port["port"] for rule in policy["egress"] for port in rule.get("ports", ())} == {53}


def test_objects_of_one_service_share_its_name_and_labels() -> None:
    for made in objects(rendered()):
        assert made["metadata"]["name"] == "auth-service"
        assert made["metadata"]["namespace"] == "pyairtable"
        assert made["metadata"]["labels"] == identity().labels
