import json
import stat
from pathlib import Path

import pytest

from tests.unit.verify.platforms import platform
from verify import changes, stack


@pytest.fixture
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the command line: it answers with the file named after its first two words."""
    program = tmp_path / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(
        f"""#!/bin/sh
echo "$@" >> {tmp_path}/calls
case "$1 $2" in
  "stack output") cat {tmp_path}/output ;;
  "config --json") cat {tmp_path}/config ;;
  preview*) cat {tmp_path}/preview; exit $(cat {tmp_path}/code) ;;
esac
"""
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    (tmp_path / "output").write_text(json.dumps({"platform": platform().model_dump(mode="json")}))
    (tmp_path / "config").write_text(
        json.dumps(
            {
                "pyairtable:catalog": {"value": "services.yaml", "secret": False},
                "pyairtable:serviceSecrets": {"secret": True},
            }
        )
    )
    (tmp_path / "preview").write_text("")
    (tmp_path / "code").write_text("0")
    return tmp_path


@pytest.mark.usefixtures("pulumi")
def test_a_stack_is_its_output_and_its_configuration() -> None:
    read = stack.read("dev", None)
    assert read.platform == platform()
    assert read.configuration == {"catalog": "services.yaml", "serviceSecrets": ""}
    assert read.flags == ("--stack", "dev")


def test_another_configuration_file_is_used_for_every_command_that_reads_one(pulumi: Path) -> None:
    assert stack.read("prod", "rehearsal.yaml").flags == ("--stack", "prod", "--config-file", "rehearsal.yaml")
    calls = (pulumi / "calls").read_text().splitlines()
    assert [call for call in calls if call.startswith("config") and "--config-file rehearsal.yaml" in call]


def test_a_stack_that_was_never_up_says_what_to_do(pulumi: Path) -> None:
    (pulumi / "output").write_text("{}")
    with pytest.raises(stack.StackError, match="stack dev has no `platform` output yet; run `make up`"):
        stack.read("dev", None)


def test_an_output_of_another_version_is_refused(pulumi: Path) -> None:
    other = {**platform().model_dump(mode="json"), "version": 2}
    (pulumi / "output").write_text(json.dumps({"platform": other}))
    with pytest.raises(stack.StackError, match=r"platform\.version"):
        stack.read("dev", None)


def test_no_change_passes_with_and_without_a_refresh(pulumi: Path) -> None:
    results = changes.check(("--stack", "dev"))
    assert [result.passed for result in results] == [True, True]
    calls = (pulumi / "calls").read_text().splitlines()
    assert ["--refresh" in call for call in calls] == [False, True]
    assert all("--expect-no-changes" in call and "--stack dev" in call for call in calls)


def test_a_change_fails_with_what_pulumi_said(pulumi: Path) -> None:
    (pulumi / "preview").write_text("~ auth-service-workload-deployment\n")
    (pulumi / "code").write_text("255")
    results = changes.check(("--stack", "dev"))
    assert [result.passed for result in results] == [False, False]
    assert "auth-service-workload-deployment" in results[0].problem
