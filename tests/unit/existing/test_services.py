"""Each existing service, run as its team runs it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from catalog import load
from catalog.model import Repository
from sandbox import paths
from sandbox.errors import SandboxError
from sandbox.existing import sources
from sandbox.existing.build import content_key, source_folder

CATALOG = load(paths.PROJECT / "services.yaml")
EXISTING = [service for service in CATALOG.services if service.origin == "existing"]
# A question of the service's own, so that not only the four common endpoints are seen.
OWN_ENDPOINT = {
    "llm-orchestrator-py": "/models",
    "mcp-server-py": "/tools",
    "airtable-gateway-py": "/v1/appDemo/Orders?pageSize=2",
    "schema-service-py": "/schemas/Tasks",
    "pyairtable-workflow-engine-py": "/workflows",
    "pyairtable-analytics-service-py": "/reports/top",
}
START_SECONDS = 20


class Running:
    """A service as a process of its own, with the environment that a pod gives it."""

    def __init__(self, folder: Path) -> None:
        package = next(folder.glob("*/__main__.py")).parent.name
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = {"PATH": os.environ["PATH"], "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen([sys.executable, "-m", package], cwd=folder, env=environment)
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)

    def wait(self) -> None:
        """Until it is ready."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.client.get("/ready").status_code == 200:
                    return
            except httpx.ConnectError:
                time.sleep(0.05)
        raise TimeoutError("the service is not ready")


@pytest.fixture(scope="module", params=EXISTING, ids=lambda service: service.name)
def service(request: pytest.FixtureRequest) -> Iterator[tuple[str, str, Running]]:
    """Name, deployed tag and process of a service that is ready."""
    entry: Repository = request.param
    assert entry.image is not None
    running = Running(source_folder(entry))
    try:
        running.wait()
        yield entry.name, entry.image.tag, running
    finally:
        running.process.kill()
        running.process.wait()
        running.client.close()


def test_it_is_healthy(service: tuple[str, str, Running]) -> None:
    assert service[2].client.get("/health").json() == {"status": "ok"}


def test_it_answers_a_question_of_its_own(service: tuple[str, str, Running]) -> None:
    name, _, running = service
    assert running.client.get(OWN_ENDPOINT[name]).status_code == 200


def test_its_metrics_count_requests_by_route(service: tuple[str, str, Running]) -> None:
    client = service[2].client
    client.get("/health")
    client.get("/no/such/path")
    text = client.get("/metrics").text
    assert re.search(r'_requests_total\{method="GET",route="/health",status="200"\} \d', text)
    assert 'route="unknown",status="404"' in text


def test_its_openapi_document_carries_the_version_that_is_deployed(service: tuple[str, str, Running]) -> None:
    _, tag, running = service
    document = running.client.get("/openapi.json").json()
    assert f"v{document['info']['version']}" == tag
    assert len(document["paths"]) >= 5


def test_it_stops_when_kubernetes_asks(service: tuple[str, str, Running]) -> None:
    running = service[2]
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=10) in (0, -signal.SIGTERM)


@pytest.mark.parametrize("entry", EXISTING, ids=lambda entry: entry.name)
def test_its_own_tests_pass(entry: Repository, tmp_path: Path) -> None:
    for path, content in sources.files(source_folder(entry).name).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_all_install_the_same_so_that_their_images_share_a_layer() -> None:
    folders = [source_folder(entry) for entry in EXISTING]
    assert len({(folder / "requirements.txt").read_bytes() for folder in folders}) == 1
    build_stages = {(folder / "Dockerfile").read_text().split("\n\n")[0] for folder in folders}
    assert len(build_stages) == 1


def test_every_requirement_is_pinned_with_a_hash() -> None:
    text = (sources.FOLDER / "mcp-server-py" / "requirements.txt").read_text()
    requirements = re.split(r"\n(?=\S)", text.strip())
    assert all("==" in requirement and "--hash=sha256:" in requirement for requirement in requirements)


def test_an_image_is_built_again_when_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(sources.FOLDER / "mcp-server-py", tmp_path / "mcp-server-py")
    before = content_key("mcp-server-py")
    monkeypatch.setattr(sources, "FOLDER", tmp_path)
    assert content_key("mcp-server-py") == before
    (tmp_path / "mcp-server-py" / "README.md").write_text("changed")
    assert content_key("mcp-server-py") != before


def test_an_existing_service_without_sources_is_named() -> None:
    stranger = EXISTING[0].model_copy(update={"name": "pyairtable-stranger-py"})
    with pytest.raises(SandboxError, match="pyairtable-stranger-py is marked existing"):
        source_folder(stranger)
