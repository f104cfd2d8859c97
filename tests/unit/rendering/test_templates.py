"""What the repository of every entry of the catalog holds, whatever its purpose says."""

import ast
import json
import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import catalog
from catalog.model import Catalog, Repository
from rendering import RenderedFile, render
from rendering.repositories import source

ROOT = Path(__file__).resolve().parents[3]
HOSTILE = 'Say "hi" \\ ${{ secrets.TOKEN }} `id` $(id) \'x\' """ {% raw %} <b> # [x](y) é 🚀'

# What the organisation's plan promises: the trees of its services, and what all repositories include.
GO_SERVICE = {
    "cmd/server/main.go", "internal/config/", "internal/handlers/", "internal/middleware/", "internal/models/",
    "internal/services/", "pkg/api/", "Dockerfile", "Makefile", "go.mod", "go.sum", "README.md",
}  # fmt: skip
PYTHON_SERVICE = {
    "src/__init__.py", "src/main.py", "src/config.py", "src/models/", "src/handlers/", "src/services/", "tests/",
    "Dockerfile", "requirements.txt", "pyproject.toml", "README.md",
}  # fmt: skip
EVERY_NEW_ONE = {
    "README.md", "LICENSE", "SECURITY.md", "Makefile", ".gitignore", ".editorconfig", ".copier-answers.yml",
    ".github/CODEOWNERS", ".github/dependabot.yml", ".github/pull_request_template.md", ".github/workflows/ci.yaml",
}  # fmt: skip
EVERY_SERVICE = {"Dockerfile", ".dockerignore", "kubernetes/dev.yaml", "kubernetes/prod.yaml"}
OFFERED = {
    *EVERY_SERVICE, ".copier-answers.yml", ".github/CODEOWNERS", ".github/dependabot.yml",
    ".github/workflows/platform.yaml",
}  # fmt: skip
# What a job of a service's pipeline calls; each is a target of its Makefile.
TARGETS = {"lint", "manifests", "test", "build", "integration", "openapi"}


@cache
def plan() -> Catalog:
    return catalog.load(ROOT / "services.yaml")


ENTRIES = plan().repositories
NEW = [entry for entry in ENTRIES if entry.origin == "new"]
EXISTING = [entry for entry in ENTRIES if entry.origin == "existing"]
NEW_SERVICES = [entry for entry in NEW if entry.kind == "service"]
LIBRARIES = [entry for entry in NEW if entry.kind == "library"]


def named(entries: list[Repository] | tuple[Repository, ...]) -> Any:
    return pytest.mark.parametrize("entry", entries, ids=lambda entry: entry.name)


def files(entry: Repository, **changes: Any) -> dict[str, RenderedFile]:
    return render(source(entry.model_copy(update=changes), plan()))


def texts(entry: Repository, pattern: str, **changes: Any) -> dict[str, str]:
    found = {path: file.content.decode() for path, file in files(entry, **changes).items() if re.search(pattern, path)}
    assert found, f"{entry.name} has no file like {pattern}"
    return found


def workflows(entry: Repository) -> dict[str, dict[str, Any]]:
    return {path: yaml.safe_load(text) for path, text in texts(entry, r"^\.github/workflows/").items()}


def steps(entry: Repository) -> list[dict[str, Any]]:
    jobs = [job for workflow in workflows(entry).values() for job in workflow["jobs"].values()]
    return [step for job in jobs for step in job["steps"]]


@named(NEW_SERVICES)
def test_a_service_has_the_tree_of_the_plan(entry: Repository) -> None:
    paths = files(entry)
    tree = GO_SERVICE if entry.language == "go" else PYTHON_SERVICE
    assert {place for place in tree if not any(path.startswith(place) for path in paths)} == set()


@named(NEW)
def test_a_new_repository_has_what_all_repositories_have(entry: Repository) -> None:
    assert set(files(entry)) >= EVERY_NEW_ONE | (EVERY_SERVICE if entry.kind == "service" else set())


@named(EXISTING)
def test_an_existing_service_is_offered_what_runs_it_and_none_of_its_own_files(entry: Repository) -> None:
    assert set(files(entry)) == OFFERED


@named(NEW_SERVICES)
def test_a_service_s_readme_is_about_that_service(entry: Repository) -> None:
    readme = files(entry)["README.md"].content.decode()
    assert entry.template is not None
    assert f"/{entry.template.resource.path}" in readme
    assert all(field.name in readme for field in entry.template.resource.fields)
    # Markdown escapes with backslashes.
    assert entry.purpose in readme.replace("\\", "")


@named([entry for entry in NEW_SERVICES if entry.language == "go"])
def test_a_readme_names_every_path_and_every_setting_of_a_go_service(entry: Repository) -> None:
    made = files(entry)
    readme = made["README.md"].content.decode()
    paths = json.loads(made["pkg/api/openapi.json"].content)["paths"]
    read = set(re.findall(r'reader\.\w+\("([A-Z_]+)"', made["internal/config/config.go"].content.decode()))
    assert [path for path in paths if f"{path}`" not in readme and f"{path}?" not in readme] == []
    assert [name for name in read if f"`{name}`" not in readme] == []


@named(NEW_SERVICES)
def test_every_command_of_a_readme_is_there(entry: Repository) -> None:
    made = files(entry)
    named_targets = set(re.findall(r"`make ([a-z]+)", made["README.md"].content.decode()))
    targets = set(re.findall(r"^([a-z]+):", made["Makefile"].content.decode(), re.MULTILINE))
    assert named_targets - targets == set()
    assert named_targets >= TARGETS


@named(NEW_SERVICES)
def test_a_pipeline_calls_the_targets_of_the_makefile(entry: Repository) -> None:
    called = set(re.findall(r"make ([a-z]+)", " ".join(str(step.get("run")) for step in steps(entry))))
    targets = set(re.findall(r"^([a-z]+):", files(entry)["Makefile"].content.decode(), re.MULTILINE))
    assert called >= TARGETS
    assert called - targets == set()


@named(ENTRIES)
def test_every_file_parses_whatever_the_purpose_holds(entry: Repository) -> None:
    made = {path: file.content.decode() for path, file in files(entry, purpose=HOSTILE).items()}
    for path, text in made.items():
        if path.endswith((".yml", ".yaml")):
            list(yaml.safe_load_all(text))
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith(".toml"):
            tomllib.loads(text)
        elif path.endswith(".py"):
            ast.parse(text)


@named([entry for entry in NEW if entry.language == "go"])
@pytest.mark.skipif(shutil.which("gofmt") is None, reason="needs gofmt")
def test_go_files_are_formatted_whatever_the_purpose_holds(entry: Repository, tmp_path: Path) -> None:
    for path, text in texts(entry, r"\.go$", purpose=HOSTILE).items():
        (tmp_path / path.replace("/", "_")).write_text(text)
    done = subprocess.run(["gofmt", "-l", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


def test_a_purpose_reaches_the_data_unchanged() -> None:
    go, python = (next(entry for entry in NEW_SERVICES if entry.language == language) for language in ("go", "python"))
    document = json.loads(files(go, purpose=HOSTILE)["pkg/api/openapi.json"].content)
    assert document["info"]["description"] == HOSTILE
    project = tomllib.loads(files(python, purpose=HOSTILE)["pyproject.toml"].content.decode())
    assert project["project"]["description"] == HOSTILE


@named(ENTRIES)
def test_the_answers_are_kept_as_they_were_given(entry: Repository) -> None:
    made = files(entry, purpose=HOSTILE)
    kept = yaml.safe_load(made[".copier-answers.yml"].content)
    assert re.fullmatch("[0-9a-f]{16}", kept.pop("rendering"))
    asked = source(entry.model_copy(update={"purpose": HOSTILE}), plan()).answers
    assert kept == asked.model_dump(mode="json")


@named(ENTRIES)
def test_a_purpose_never_reaches_a_workflow_or_a_shell(entry: Repository) -> None:
    made = texts(entry, r"^\.github/workflows/|\.sh$|Makefile|Dockerfile|^kubernetes/", purpose=HOSTILE)
    assert not any("secrets.TOKEN" in text or "$(id)" in text for text in made.values())


@named(NEW)
def test_the_required_status_check_waits_for_every_job_that_does_not_wait_for_it(entry: Repository) -> None:
    jobs = workflows(entry)[".github/workflows/ci.yaml"]["jobs"]
    later = {name for name, job in jobs.items() if "ci" in job.get("needs", ())}
    assert set(jobs["ci"]["needs"]) == set(jobs) - {"ci"} - later
    assert jobs["ci"]["if"] == "always()"


@pytest.mark.parametrize(
    ("results", "passes"), [("success success", True), ("success skipped", False), ("failure success", False)]
)
def test_the_required_status_check_fails_with_any_job(results: str, passes: bool) -> None:
    (step,) = workflows(NEW_SERVICES[0])[".github/workflows/ci.yaml"]["jobs"]["ci"]["steps"]
    # As Actions runs a step: `bash -e`.
    done = subprocess.run(["bash", "-e", "-c", step["run"]], env={"RESULTS": results, "PATH": "/bin"}, check=False)
    assert (done.returncode == 0) is passes


@named(ENTRIES)
def test_actions_are_pinned_by_commit(entry: Repository) -> None:
    uses = [step["uses"] for step in steps(entry) if "uses" in step]
    assert uses
    assert [action for action in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action)] == []


@named(ENTRIES)
def test_a_job_may_do_nothing_but_what_it_says(entry: Repository) -> None:
    for path, workflow in workflows(entry).items():
        assert workflow["permissions"] == {}, path
        assert all("permissions" in job and "timeout-minutes" in job for job in workflow["jobs"].values()), path


@named([*NEW_SERVICES, *EXISTING])
def test_an_image_is_pushed_only_after_its_scan_and_with_what_it_is_made_of(entry: Repository) -> None:
    (path,) = [path for path in workflows(entry) if path.endswith(("ci.yaml", "platform.yaml"))]
    image = workflows(entry)[path]["jobs"]["image"]
    (push,) = [step for step in image["steps"] if step.get("with", {}).get("push")]
    scan = next(step for step in image["steps"] if "trivy" in step.get("uses", ""))
    assert image["steps"].index(scan) < image["steps"].index(push)
    assert scan["with"]["exit-code"] == "1"
    assert (push["with"]["provenance"], push["with"]["sbom"]) == ("mode=max", True)
    assert push["if"] == f"github.event_name == '{'push' if entry.origin == 'new' else 'workflow_dispatch'}'"
    assert all(f"ghcr.io/reg-kris/{entry.image_name}:" in tag for tag in push["with"]["tags"].splitlines())


@named([*NEW_SERVICES, *EXISTING])
def test_a_pushed_image_is_handed_over_by_its_digest(entry: Repository) -> None:
    (path,) = [path for path in workflows(entry) if path.endswith(("ci.yaml", "platform.yaml"))]
    deploy = workflows(entry)[path]["jobs"]["deploy"]
    (step,) = deploy["steps"]
    assert f'client_payload[service]={entry.short_name}"' in step["run"]
    assert 'client_payload[digest]=$DIGEST"' in step["run"]
    assert "repos/Reg-Kris/pyairtable-infrastructure/dispatches" in step["run"]
    assert deploy["permissions"] == {}


@named(LIBRARIES)
def test_a_library_s_readme_names_all_that_it_holds(entry: Repository) -> None:
    made = files(entry)
    pattern = r"(\w+)/\w+\.go" if entry.language == "go" else r"src/pyairtable_shared/([a-z]\w*)\.py"
    held = {found[1] for path in made if (found := re.fullmatch(pattern, path))}
    listed = set(re.findall(r"^\| `(\w+)` \|", made["README.md"].content.decode(), re.MULTILINE))
    assert listed == held


@named(LIBRARIES)
def test_a_library_is_released_by_a_tag(entry: Repository) -> None:
    workflow = workflows(entry)[".github/workflows/release.yaml"]
    assert workflow["jobs"]["tag"]["permissions"] == {"checks": "read", "contents": "write"}


@named(NEW_SERVICES)
def test_an_image_needs_no_root_and_holds_no_secret(entry: Repository) -> None:
    lines = files(entry)["Dockerfile"].content.decode().splitlines()
    assert "USER 65532:65532" in lines
    assert not any(line.startswith(("ARG", "ENV")) and ("TOKEN" in line or "PASSWORD" in line) for line in lines)


def test_the_infrastructure_repository_names_every_repository_and_every_service() -> None:
    (entry,) = [entry for entry in NEW if entry.kind == "infrastructure"]
    made = files(entry)
    page = made["docs/repositories.md"].content.decode()
    assert [entry.name for entry in ENTRIES if f"/{entry.name})" not in page] == []
    services = made["services.txt"].content.decode().split()
    assert services == sorted(entry.short_name for entry in plan().services)


def test_rendering_is_the_same_with_an_empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = files(NEW_SERVICES[0])
    monkeypatch.setattr("rendering.template.CACHE", tmp_path)
    assert files(NEW_SERVICES[0]) == first
