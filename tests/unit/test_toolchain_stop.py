"""Stopping a build: nothing of it goes on, and nothing of it stays."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from sandbox import paths
from sandbox.toolchain import golang

pytestmark = pytest.mark.skipif(golang.probe(Path(shutil.which("go") or "go")) is None, reason="builds need Go on PATH")
SLOW = """package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	os.WriteFile(os.Args[1]+".new", []byte(fmt.Sprint(os.Getpid())), 0o600)
	os.Rename(os.Args[1]+".new", os.Args[1])
	time.Sleep(time.Minute)
}
"""
BUILD = """
import sys
from pathlib import Path
from sandbox import paths
from sandbox.toolchain.catalog import Tool
from sandbox.toolchain.ensure import ensure_tools

root = Path(sys.argv[1])
paths.TOOLCHAIN = root / "toolchain"
ensure_tools([Tool("slow", "1.0.0", {"slow": "."}, generate=(str(root / "pid"),), modules=root)])
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_build_leaves_no_process_and_no_file(tmp_path: Path, end: signal.Signals) -> None:
    (tmp_path / "slow" / "generate").mkdir(parents=True)
    (tmp_path / "slow" / "go.mod").write_text("module example.invalid/slow\n\ngo 1.26\n")
    (tmp_path / "slow" / "generate" / "main.go").write_text(SLOW)
    build = subprocess.Popen(
        [sys.executable, "-c", BUILD, tmp_path],
        env={**os.environ, "PYTHONPATH": str(paths.PROJECT)},
        stderr=subprocess.DEVNULL,
        # A shell's background jobs ignore SIGINT, and so would everything that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    working = tmp_path / "pid"
    deadline = time.monotonic() + 60
    while not working.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    build.send_signal(end)
    assert build.wait(timeout=10) != 0
    process = psutil.Process(int(working.read_text())) if psutil.pid_exists(int(working.read_text())) else None
    if process:
        process.wait(timeout=10)
    assert [path.name for path in (tmp_path / "toolchain" / "slow").iterdir()] == ["lock"]
