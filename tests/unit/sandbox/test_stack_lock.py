"""The lock of a run that was killed does not stop the next one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import stack_lock
from sandbox.errors import SandboxError


@pytest.fixture(autouse=True)
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the dev stack's locks."""
    folder = tmp_path / "locks" / "dev"
    folder.mkdir(parents=True)
    monkeypatch.setattr(stack_lock, "LOCKS", folder.parent)
    return folder


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Where the stand-in for Pulumi writes the arguments of each call."""
    return tmp_path / "calls"


@pytest.fixture
def environment(tmp_path: Path, calls: Path) -> dict[str, str]:
    """With a stand-in for Pulumi on PATH."""
    program = tmp_path / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho \"$@\" >> '{calls}'\n")
    program.chmod(0o755)
    return {"PATH": os.pathsep.join([str(program.parent), os.environ["PATH"]])}


def hold(folder: Path, pid: int) -> None:
    # What Pulumi's file backend writes (pkg/backend/diy/lock.go).
    content = {"pid": pid, "username": "somebody", "hostname": "here", "timestamp": "2026-01-01T00:00:00Z"}
    (folder / f"{pid}.json").write_text(json.dumps(content))


@pytest.fixture
def ended() -> int:
    """Id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_stack_that_nobody_changes_is_left_as_it_is(environment: dict[str, str], calls: Path) -> None:
    stack_lock.release("dev", environment)
    assert not calls.exists()


def test_a_stack_that_was_never_changed_has_no_lock(environment: dict[str, str], calls: Path) -> None:
    stack_lock.release("another", environment)
    assert not calls.exists()


def test_the_lock_of_a_killed_run_is_released(
    locks: Path, environment: dict[str, str], calls: Path, ended: int, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(locks, ended)
    stack_lock.release("dev", environment)
    assert calls.read_text() == "cancel dev --yes --non-interactive\n"
    assert "the last run on the stack 'dev' was interrupted" in capsys.readouterr().out


def test_another_stack_s_lock_is_left_alone(locks: Path, environment: dict[str, str], calls: Path, ended: int) -> None:
    hold(locks, ended)
    stack_lock.release("prod", environment)
    assert not calls.exists()


def test_the_lock_of_a_run_under_way_is_kept_and_its_process_named(
    locks: Path, environment: dict[str, str], calls: Path, ended: int
) -> None:
    hold(locks, ended)
    hold(locks, os.getpid())
    with pytest.raises(SandboxError, match=f"'dev' is being changed by process {os.getpid()}$"):
        stack_lock.release("dev", environment)
    assert not calls.exists()


@pytest.mark.parametrize("content", ["", '{"pid": 12', "[]", "{}", '{"pid": null}'])
def test_a_half_written_lock_is_released(locks: Path, environment: dict[str, str], calls: Path, content: str) -> None:
    (locks / "half.json").write_text(content)
    stack_lock.release("dev", environment)
    assert calls.read_text() == "cancel dev --yes --non-interactive\n"
