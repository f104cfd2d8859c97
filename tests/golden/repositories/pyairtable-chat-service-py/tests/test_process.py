import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx2
import pytest


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def process(port: int) -> Iterator[subprocess.Popen[str]]:
    with start(PORT=str(port)) as process:
        yield process
        process.kill()


def start(**environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "src.main"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until_ready(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if httpx2.get(f"http://127.0.0.1:{port}/ready").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    pytest.fail("not ready after 20 s")


def test_sigterm_ends_the_service_cleanly(process: subprocess.Popen[str], port: int) -> None:
    wait_until_ready(port)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=15)
    # uvicorn ends by the signal that it was sent, once it has shut down.
    assert process.returncode in {0, -signal.SIGTERM}
    assert "Application shutdown complete" in output


def test_a_wrong_setting_is_one_line_and_no_traceback() -> None:
    with start(PORT="http") as process:
        output, _ = process.communicate(timeout=15)
    assert process.returncode == 1
    assert output.startswith("PORT: ")
    assert "Traceback" not in output


def test_a_port_in_use_is_said() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        start(PORT=str(listener.getsockname()[1])) as process,
    ):
        output, _ = process.communicate(timeout=15)
    assert process.returncode != 0
    assert "address already in use" in output
