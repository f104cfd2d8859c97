"""The checks of rendered repositories: what they run, what they remember, and what they say."""

import sys
import time
from pathlib import Path

import pytest

from tests.rendered import commands, passed, places
from tests.rendered.repositories import Rendered
from tests.rendered.workflows import make_targets
from tests.unit.rendering.sample import answers

WORKFLOW = b"""
jobs:
  lint:
    steps:
      - uses: actions/checkout@v1
      - run: make lint
      - run: |
          pipx install something==1.0.0
          make manifests
  test:
    steps:
      - run: make lint test
      - run: echo "make nothing"
"""


@pytest.fixture(autouse=True)
def own_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "LOGS", tmp_path / "logs")
    monkeypatch.setattr(places, "PASSED", tmp_path / "passed")


def repository(files: dict[str, bytes], library: str = "") -> Rendered:
    return Rendered(answers(), files, frozenset(files), Path("nowhere"), library)


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_every_target_that_a_workflow_calls_is_run_once() -> None:
    assert make_targets(repository({".github/workflows/ci.yaml": WORKFLOW})) == ("lint", "manifests", "test")


def test_a_workflow_that_the_platform_did_not_bring_is_not_run() -> None:
    own = Rendered(answers(), {".github/workflows/own.yaml": WORKFLOW}, frozenset(), Path("nowhere"))
    assert make_targets(own) == ()


def test_a_failure_names_repository_and_target_and_ends_with_what_was_said(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("lint:\n\t@seq 1 100; echo found a mistake; exit 3\n")
    with pytest.raises(commands.CommandError) as raised:
        commands.run("auth-service-lint", ["make", "lint"], tmp_path)
    message = str(raised.value)
    assert message.startswith(f"auth-service-lint: `make lint` in {tmp_path}: ")
    assert "found a mistake" in message
    assert "\n50\n" not in message, "only the end"
    assert "\n50\n" in (places.LOGS / "auth-service-lint.log").read_text()


def test_a_command_that_hangs_is_ended_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(commands, "SECONDS", 2)
    script = "sleep 321 & echo $! >child; wait"
    with pytest.raises(commands.CommandError, match="no end after 2 s"):
        commands.run("hangs", ["sh", "-c", script], tmp_path)
    child = int((tmp_path / "child").read_text())
    # The signal has been sent; the kernel may take a moment, and who adopts the child another one.
    deadline = time.monotonic() + 5
    while runs(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not runs(child)


def test_commands_find_nothing_of_a_surrounding_make_or_virtual_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("MAKEFLAGS", "VIRTUAL_ENV", "PYTHONPATH", "CI"):
        monkeypatch.setenv(name, "surrounding")
    commands.run("clean", [sys.executable, "-c", "import os; print('surrounding' in os.environ.values())"], tmp_path)
    assert (places.LOGS / "clean.log").read_text() == "False\n"


def test_what_passed_is_remembered_and_runs_again_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert passed.before("key") == ""
    passed.remember("key", "auth-service-lint", 1.0)
    assert passed.before("key") != ""
    monkeypatch.setattr(passed, "ALL", True)
    assert passed.before("key") == ""


def test_a_check_runs_again_when_anything_changed_that_it_depends_on() -> None:
    before = repository({"main.go": b"one"}, library="one")
    others = {
        passed.key("auth", before.digest, "lint"),
        passed.key("auth", before.digest, "test"),
        passed.key("auth", before.digest, "test", "15.1"),
        passed.key("chat", before.digest, "lint"),
        passed.key("auth", repository({"main.go": b"two"}, library="one").digest, "lint"),
        passed.key("auth", repository({"main.py": b"one"}, library="one").digest, "lint"),
        passed.key("auth", repository({"main.go": b"one"}, library="two").digest, "lint"),
    }
    assert len(others) == 7
    assert passed.key("auth", repository({"main.go": b"one"}, library="one").digest, "lint") in others


def test_a_check_runs_again_with_another_version_of_a_tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = passed.key("auth", "content", "lint")
    lock = (passed.paths.PROJECT / "requirements" / "lock.txt").read_text()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "lock.txt").write_text(lock + "\n# another version\n")
    passed.tools.cache_clear()
    monkeypatch.setattr(passed.paths, "PROJECT", tmp_path)
    assert passed.key("auth", "content", "lint") != before
    passed.tools.cache_clear()
