from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pytest

from catalog import Catalog
from components.service_image import ImageHome, ServiceImage
from tests.unit.components.recording import UNKNOWN, Recording, Secret, digest, record

HOME = ImageHome(registry="registry.example/reg-kris", builder="sandbox", secrets="")


@pytest.fixture
def register(plan: Catalog) -> Callable[..., Recording]:
    def run(entry: str, home: ImageHome = HOME, **options: Any) -> Recording:
        repository = next(r for r in plan.repositories if r.name == entry)

        def program() -> None:
            image = ServiceImage("one", repository=repository, home=home, source=".rendered/one")
            pulumi.export("reference", image.reference)
            pulumi.export("digest", image.digest)

        return record(program, **options)

    return run


def test_a_new_service_s_image_is_built_from_its_repository_and_pushed(register: Callable[..., Recording]) -> None:
    build = register("pyairtable-auth-service-go")["one-build"].inputs
    assert build["context"] == {"location": ".rendered/one"}
    assert build["tags"] == ["registry.example/reg-kris/pyairtable-auth-service-go:main"]
    assert build["push"] is True
    assert build["builder"] == {"name": "sandbox"}


def test_a_workload_gets_the_digest_of_what_was_pushed(register: Callable[..., Recording]) -> None:
    tag = "registry.example/reg-kris/pyairtable-auth-service-go:main"
    exports = register("pyairtable-auth-service-go").exports
    assert exports["digest"] == digest(tag)
    assert exports["reference"] == f"registry.example/reg-kris/pyairtable-auth-service-go@{digest(tag)}"


def test_a_preview_builds_nothing_and_leaves_the_digest_open(register: Callable[..., Recording]) -> None:
    made = register("pyairtable-auth-service-go", preview=True)
    assert made["one-build"].inputs["buildOnPreview"] is False
    assert made.exports["digest"] == UNKNOWN
    assert made.exports["reference"] == UNKNOWN


def test_an_existing_service_runs_what_its_pipeline_s_tag_points_to(register: Callable[..., Recording]) -> None:
    made = register("llm-orchestrator-py")
    tag = "registry.example/reg-kris/llm-orchestrator-py:v1.8.2"
    assert made.of_type("Image") == []
    assert [asked.arguments["name"] for asked in made.asked] == [tag]
    assert made.exports["reference"] == f"registry.example/reg-kris/llm-orchestrator-py@{digest(tag)}"


def test_a_renamed_service_s_image_keeps_the_name_it_was_pushed_under(register: Callable[..., Recording]) -> None:
    asked = register("schema-service-py").asked
    assert [call.arguments["name"] for call in asked] == [
        "registry.example/reg-kris/pyairtable-platform-services:v1.12.0"
    ]


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize(
    ("entry", "service"),
    [("pyairtable-auth-service-go", "auth-service"), ("llm-orchestrator-py", "llm-orchestrator")],
)
def test_a_pinned_service_runs_its_digest_and_is_neither_built_nor_looked_up(
    register: Callable[..., Recording], entry: str, service: str, preview: bool
) -> None:
    pinned = "sha256:" + "b" * 64
    made = register(entry, replace(HOME, pinned={service: pinned}), preview=preview)
    assert made.of_type("Image") == []
    assert made.asked == []
    assert made.exports == {"digest": pinned, "reference": f"registry.example/reg-kris/{entry}@{pinned}"}


def test_a_pin_is_for_its_own_service_alone(register: Callable[..., Recording]) -> None:
    home = replace(HOME, pinned={"user-service": "sha256:" + "b" * 64})
    assert register("pyairtable-auth-service-go", home).of_type("Image")


def test_build_secrets_are_secret_and_no_build_arguments(register: Callable[..., Recording], tmp_path: Path) -> None:
    (tmp_path / "pip_conf").write_text("canary-credential")
    (tmp_path / "goenv").write_text("canary-too")
    build = register("pyairtable-auth-service-go", ImageHome("registry.example", "", str(tmp_path)))["one-build"].inputs
    assert build["secrets"] == Secret({"goenv": "canary-too", "pip_conf": "canary-credential"})
    assert "buildArgs" not in build
    assert sorted(build["ignoreSecretsInDiffCalculation"]) == ["goenv", "pip_conf"]


def test_without_a_builder_the_machine_s_default_one_builds(register: Callable[..., Recording]) -> None:
    build = register("pyairtable-auth-service-go", ImageHome("registry.example", "", ""))["one-build"].inputs
    assert "builder" not in build


def test_an_image_stays_in_the_registry_when_the_stack_is_destroyed(register: Callable[..., Recording]) -> None:
    assert register("pyairtable-auth-service-go")["one-build"].retained
