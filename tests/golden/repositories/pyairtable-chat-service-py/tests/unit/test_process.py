import socket

import httpx2
import pytest

from tests.process import run, running
from tests.unit.conftest import ENVIRONMENT


@pytest.mark.parametrize("module", ["src.main", "src.migrate"])
def test_a_wrong_database_is_one_line_and_no_traceback(module: str) -> None:
    code, output = run(module, DATABASE_URL="nowhere")
    assert code == 1
    assert output.startswith("DATABASE_URL: ")
    assert len(output.splitlines()) == 1


def test_migrations_without_a_database_are_one_line_and_no_traceback() -> None:
    code, output = run("src.migrate", **ENVIRONMENT)
    assert code == 1
    assert "migrations: " in output
    assert len(output.splitlines()) == 1


def test_a_port_in_use_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        code, output = run("src.main", PORT=str(listener.getsockname()[1]), **ENVIRONMENT)
    assert code != 0
    assert "address already in use" in output


def test_a_database_that_does_not_answer_is_waited_for() -> None:
    with running(**ENVIRONMENT) as service:
        service.wait_until_written("not ready, next try in")
        assert httpx2.get(f"{service.url}/health").status_code == 200
        output = service.stop()
    assert "Traceback" not in output
