"""Each new service has a database that its pods reach, and nobody else's."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from sandbox import toolchain
from sandbox.cluster.kubernetes import Kubernetes
from sandbox.postgres import databases, server
from sandbox.settings import load
from sandbox.supervisor import daemon
from tests.e2e.sandbox_pods import web

pytestmark = pytest.mark.e2e
SETTINGS = load()


@pytest.fixture(scope="module")
def inside(platform: None) -> Iterator[Callable[[str], str]]:
    """Runs a shell command in a pod and returns what it prints, errors too."""
    kubernetes = Kubernetes(toolchain.ensure(["kubectl"]).path("kubectl"))
    namespace = f"database-{uuid4().hex[:6]}"
    kubernetes.call("create", "namespace", namespace)
    kubernetes.apply([web(namespace)])
    kubernetes.wait("deployment/web", "condition=Available", f"--namespace={namespace}")

    def execute(script: str) -> str:
        script = f"({script}) 2>&1 || true"
        return kubernetes.call("exec", f"--namespace={namespace}", "deployment/web", "--", "bash", "-c", script)

    yield execute
    kubernetes.call("delete", "namespace", namespace, "--wait=false")


def psql(address: str, statement: str) -> str:
    return f"{server.program('psql')} --no-psqlrc --tuples-only --no-align '{address}' --command \"{statement}\""


def address(service: str, database: str | None = None) -> str:
    """Where a service's login reaches a database, by default its own."""
    name = service.replace("-", "_")
    password = json.loads(databases.PASSWORDS.read_text())[service]
    whole = server.url(SETTINGS, SETTINGS.node_address, name, password)
    return f"{whole.rsplit('/', 1)[0]}/{database or name}"


def test_a_pod_reaches_its_service_s_database(inside: Callable[[str], str]) -> None:
    assert inside(psql(address("auth-service"), "SELECT current_database()")).strip() == "auth_service"


def test_a_pod_does_not_reach_another_service_s_database(inside: Callable[[str], str]) -> None:
    answer = inside(psql(address("auth-service", database="user_service"), "SELECT 1"))
    assert "no pg_hba.conf entry" in answer


def test_nobody_is_administrator_from_a_pod(inside: Callable[[str], str]) -> None:
    admin = server.ADMIN_URL.read_text().replace(server.LOCAL, SETTINGS.node_address)
    assert "rejects connection" in inside(psql(admin, "SELECT 1"))


def test_a_killed_server_comes_back_with_its_data_and_the_services_with_it(
    platform: None, deployments: Callable[[str], dict[str, int]]
) -> None:
    table = f"kept_{uuid4().hex[:6]}"
    own = address("audit-service").replace(SETTINGS.node_address, server.LOCAL)

    def run(statement: str) -> str:
        done = subprocess.run(psql(own, statement), shell=True, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    run(f"CREATE TABLE {table} AS SELECT 7 AS seven")
    before = next(state for state in daemon.states() if state.name == "postgres")
    os.kill(before.pid, signal.SIGKILL)
    assert until(lambda: run(f"SELECT seven FROM {table}") == "7"), "it is not back"
    run(f"DROP TABLE {table}")
    assert until(lambda: all(ready > 0 for ready in deployments("pyairtable").values())), "a service is not ready"


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.5)
    return False
