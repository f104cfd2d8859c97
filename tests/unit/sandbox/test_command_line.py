"""What a person sees of a mistake."""

import pytest

from sandbox import __main__ as command_line
from sandbox.errors import SandboxError


def test_a_mistake_is_one_message_and_what_to_do_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise SandboxError("port 15000 [bold] is held", "end nginx")

    monkeypatch.setattr(command_line, "app", fail)
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "✗ port 15000 [bold] is held\n  → end nginx\n"
