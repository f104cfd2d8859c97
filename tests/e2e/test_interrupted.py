"""An update that was killed: the next one goes on from what is there."""

import os
import subprocess
import time
from collections.abc import Callable

import psutil
import pytest

from sandbox import paths, stack_lock
from sandbox.errors import SandboxError
from tests.e2e.stacks import Stack

pytestmark = pytest.mark.e2e

DEADLINE_SECONDS = 60


def test_a_killed_up_is_continued_without_a_person(small: Stack, deployments: Callable[[str], dict[str, int]]) -> None:
    update = subprocess.Popen(
        small.command("up", "--yes", "--skip-preview"),
        cwd=paths.PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + DEADLINE_SECONDS
    while "mcp-server" not in deployments("small"):
        assert update.poll() is None, "the update ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.2)
    with pytest.raises(SandboxError, match=f"being changed by process {update.pid}"):
        stack_lock.release("small", os.environ)

    processes = [*psutil.Process(update.pid).children(recursive=True), psutil.Process(update.pid)]
    for process in processes:
        process.kill()
    update.wait()

    stack_lock.release("small", os.environ)
    done = small.up()
    assert done.code == 0, done.text
    assert deployments("small") == {"mcp-server": 1, "airtable-gateway": 1, "llm-orchestrator": 1}
