import socket
import sys
from pathlib import Path
from typing import Any

import pytest

import verify.__main__ as program
from tests.unit.verify.platforms import platform
from verify import changes, stack
from verify.result import Result


@pytest.fixture
def arguments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["verify", "--stack", "dev", "--baseline", str(tmp_path / "baseline.json")])


def answer(monkeypatch: pytest.MonkeyPatch, results: list[Result]) -> None:
    def read(*_: Any) -> None:
        return None

    def found(*_: Any, write: bool) -> list[Result]:
        assert not write, "only where it was asked for"
        return results

    monkeypatch.setattr(stack, "read", read)
    monkeypatch.setattr(program, "_results", found)


@pytest.mark.usefixtures("arguments")
def test_success_is_one_line_and_exit_code_zero(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, [Result("one", "is ready"), Result("two", "is ready")])
    assert program.main() == 0
    assert capsys.readouterr().out == "2 passed, 0 failed\n"


@pytest.mark.usefixtures("arguments")
def test_a_failure_is_printed_with_its_reason_and_exit_code_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, [Result("one", "is ready"), Result("two", "is ready", "it [is] not")])
    assert program.main() == 1
    assert capsys.readouterr().out == "✗ two is ready: it [is] not\n1 passed, 1 failed\n"


@pytest.mark.usefixtures("arguments")
def test_a_stack_that_cannot_be_read_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(*_: Any) -> None:
        raise stack.StackError("no stack named 'dev' found")

    monkeypatch.setattr(stack, "read", read)
    assert program.main() == 1
    assert capsys.readouterr().out == "no stack named 'dev' found\n"


@pytest.mark.usefixtures("arguments")
def test_a_world_that_does_not_answer_fails_and_does_not_break(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(
        f"""
apiVersion: v1
kind: Config
clusters: [{{name: local, cluster: {{server: "http://127.0.0.1:{port}"}}}}]
users: [{{name: me, user: {{}}}}]
contexts: [{{name: test, context: {{cluster: local, user: me}}}}]
"""
    )
    configuration = {
        "catalog": "services.yaml",
        "kubeconfig": str(kubeconfig),
        "kubeContext": "test",
        "githubUrl": f"http://127.0.0.1:{port}/",
    }

    def read(*_: Any) -> stack.Stack:
        return stack.Stack((), platform(), configuration)

    def nothing(*_: Any) -> Any:
        return {}

    monkeypatch.setattr(stack, "read", read)
    monkeypatch.setattr(program, "contents", nothing)
    monkeypatch.setattr(changes, "check", nothing)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    assert program.main() == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("✗ platform all 25 repositories of the catalog are deployed: 25 are not")
    assert "cluster can be asked: " in lines[1]
    assert "github can be asked: github: GITHUB_TOKEN is not set" in lines[2]
    assert lines[-1] == "0 passed, 3 failed"
