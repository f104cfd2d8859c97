"""The stand-in as its own process."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from sandbox.github.__main__ import main
from tests.unit.stand_in import DEMO, Api


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    arguments = ["--port", str(port), "--data", str(folder / "data"), "--token-file", str(folder / "token")]
    process = subprocess.Popen([sys.executable, "-m", "sandbox.github", *arguments], stdout=subprocess.DEVNULL)
    for _ in range(400):
        try:
            httpx.get(f"http://127.0.0.1:{port}/_health")
            return process
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the stand-in did not start")


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("secret-token\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for expected in (0, 1):
        process = start(tmp_path, port)
        try:
            api = Api(f"http://127.0.0.1:{port}", "secret-token")
            if expected == 0:
                api.create()
                api.commit({"a": "x"})
            assert len(api("GET", f"{DEMO}/commits")) == 2
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.parametrize("content", [None, ""])
def test_a_missing_token_is_one_clear_message(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "token").write_text(content)
    assert main(["--port", "1", "--data", str(tmp_path), "--token-file", str(tmp_path / "token")]) == 1
    assert "token file" in capsys.readouterr().err
