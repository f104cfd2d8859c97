"""What every generated repository holds, whatever its purpose says."""

import ast
import json
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from rendering import RenderedFile, render
from rendering.answers import TemplateKind
from tests.unit.rendering.sample import KINDS, answers, source

HOSTILE = 'Say "hi" \\ ${{ secrets.TOKEN }} `id` $(id) \'x\' """ {% raw %} <b> # [x](y) é 🚀'

# The trees of the organisation's plan.
GO_SERVICE = {
    "cmd/server/main.go", "internal/config/", "internal/handlers/", "internal/middleware/", "internal/models/",
    "internal/services/", "pkg/api/", "Dockerfile", "Makefile", "go.mod", "go.sum", "README.md",
}  # fmt: skip
PYTHON_SERVICE = {
    "src/__init__.py", "src/main.py", "src/config.py", "src/models/", "src/handlers/", "src/services/", "tests/",
    "Dockerfile", "requirements.txt", "pyproject.toml", "README.md",
}  # fmt: skip


def parsed(text: str | bytes) -> Any:
    return YAML(typ="safe").load(text)  # pyright: ignore[reportUnknownMemberType]


def hostile(kind: TemplateKind) -> dict[str, RenderedFile]:
    return render(source(kind=kind, purpose=HOSTILE))


def texts(kind: TemplateKind, *suffixes: str) -> dict[str, str]:
    return {path: file.content.decode() for path, file in hostile(kind).items() if path.endswith(suffixes)}


@pytest.mark.parametrize(("kind", "tree"), [("go-service", GO_SERVICE), ("python-service", PYTHON_SERVICE)])
def test_a_service_has_the_tree_of_the_plan(kind: TemplateKind, tree: set[str]) -> None:
    paths = render(source(kind=kind))
    assert {place for place in tree if not any(path.startswith(place) for path in paths)} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_repository_has_what_all_repositories_have(kind: TemplateKind) -> None:
    assert {
        "README.md", "LICENSE", "Makefile", ".gitignore", ".copier-answers.yml", ".github/CODEOWNERS",
        ".github/dependabot.yml", ".github/workflows/ci.yaml",
    } <= set(render(source(kind=kind)))  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_parses_whatever_the_purpose_holds(kind: TemplateKind) -> None:
    for text in texts(kind, ".yml", ".yaml").values():
        parsed(text)
    for text in texts(kind, ".json").values():
        json.loads(text)
    for text in texts(kind, ".toml").values():
        tomllib.loads(text)
    for text in texts(kind, ".py").values():
        ast.parse(text)


@pytest.mark.parametrize("kind", ["go-service", "go-library"])
@pytest.mark.skipif(shutil.which("gofmt") is None, reason="needs gofmt")
def test_go_files_are_formatted_whatever_the_purpose_holds(kind: TemplateKind, tmp_path: Path) -> None:
    for path, text in texts(kind, ".go").items():
        (tmp_path / path.replace("/", "_")).write_text(text)
    done = subprocess.run(["gofmt", "-l", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


def test_a_purpose_reaches_the_data_unchanged() -> None:
    document = json.loads(hostile("go-service")["pkg/api/openapi.json"].content)
    assert document["info"]["description"] == HOSTILE
    project = tomllib.loads(hostile("python-service")["pyproject.toml"].content.decode())
    assert project["project"]["description"] == HOSTILE
    kept = parsed(hostile("infrastructure")[".copier-answers.yml"].content)
    assert kept == answers(kind="infrastructure", purpose=HOSTILE).model_dump()


@pytest.mark.parametrize("kind", KINDS)
def test_a_purpose_never_reaches_a_workflow(kind: TemplateKind) -> None:
    assert not any("secrets.TOKEN" in text for path, text in texts(kind, ".yaml").items() if "workflows" in path)


@pytest.mark.parametrize("kind", KINDS)
def test_the_required_status_check_waits_for_every_other_job(kind: TemplateKind) -> None:
    jobs = parsed(render(source(kind=kind))[".github/workflows/ci.yaml"].content)["jobs"]
    assert set(jobs["ci"]["needs"]) == set(jobs) - {"ci"}
    assert jobs["ci"]["if"] == "always()"


@pytest.mark.parametrize("kind", KINDS)
def test_actions_are_pinned_by_commit(kind: TemplateKind) -> None:
    jobs = parsed(render(source(kind=kind))[".github/workflows/ci.yaml"].content)["jobs"]
    uses = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert [action for action in uses if len(action.partition("@")[2]) != 40] == []


@pytest.mark.parametrize("kind", ["go-service", "python-service"])
def test_an_image_needs_no_root_and_holds_no_secret(kind: TemplateKind) -> None:
    lines = render(source(kind=kind))["Dockerfile"].content.decode().splitlines()
    assert "USER 65532:65532" in lines
    assert not any(line.startswith(("ARG", "ENV")) and ("TOKEN" in line or "PASSWORD" in line) for line in lines)


def test_rendering_is_the_same_with_an_empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = render(source())
    monkeypatch.setattr("rendering.template.CACHE", tmp_path)
    assert render(source()) == first
