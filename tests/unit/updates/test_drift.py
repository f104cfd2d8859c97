import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.stand_in import ADMIN, Api
from tests.unit.updates.conftest import Team, connect, template
from updates import __main__ as command
from updates.comparison import Standing
from updates.drift import inspect
from updates.repository import Repository

FIRST = template("aa01", same_txt="same\n", ours_txt="1\n", theirs_txt="1\n", both_txt="1\n", gone_txt="1\n")
SECOND = template(
    "aa02", same_txt="same\n", ours_txt="1\n", theirs_txt="2\n", both_txt="2\n", gone_txt="1\n", new_txt="n"
)
ROOT = Path(command.__file__).resolve().parent.parent


@pytest.fixture
def worked_on(team: Team) -> Team:
    """A repository from the first template that its team worked on."""
    team.deliver(FIRST)
    team.commit(ours_txt="ours\n", both_txt="ours\n", gone_txt=None, own_txt="not the template's\n")
    return team


def test_every_file_of_the_template_has_its_standing(worked_on: Team) -> None:
    found = inspect(worked_on.repository, "main", SECOND)
    assert found.state == "behind"
    assert found.files == {
        "both.txt": Standing.BOTH,
        "gone.txt": Standing.DELETED,
        "new.txt": Standing.BEHIND,
        "ours.txt": Standing.CHANGED,
        "same.txt": Standing.MATCHES,
        "theirs.txt": Standing.BEHIND,
    }


def test_what_a_team_changed_alone_is_no_drift_of_the_platform_s(worked_on: Team) -> None:
    found = inspect(worked_on.repository, "main", FIRST)
    assert found.state == "current"
    assert found.paths(Standing.CHANGED) == ["both.txt", "ours.txt"]
    assert found.paths(Standing.DELETED) == ["gone.txt"]


def test_an_open_pull_request_is_named_and_merged_the_repository_is_current(worked_on: Team) -> None:
    url = worked_on.deliver(SECOND).pull_request
    assert inspect(worked_on.repository, "main", SECOND).pull_request == url
    (pull,) = worked_on.pulls()
    resolved = worked_on.commit(pull["head"]["ref"], both_txt="ours, and 2\n")
    worked_on.api("PATCH", f"{worked_on.base}/git/refs/heads/main", {"sha": resolved})
    worked_on.close(pull["number"])
    found = inspect(worked_on.repository, "main", SECOND)
    assert (found.state, found.pull_request) == ("current", "")
    assert found.paths(Standing.CHANGED) == ["both.txt", "ours.txt"]


def test_an_adopted_repository_s_own_files_are_told_from_what_it_is_offered(team: Team) -> None:
    offer = template("aa01", guest=True, Dockerfile="FROM a\n", CODEOWNERS="* @a\n")
    team.commit(Dockerfile="FROM ours\n")
    found = inspect(team.repository, "main", offer)
    assert found.files == {"CODEOWNERS": Standing.BEHIND, "Dockerfile": Standing.OWN}
    team.deliver(offer)
    team.merge(team.pulls()[0]["number"])
    found = inspect(team.repository, "main", offer)
    assert (found.state, found.files) == ("current", {"CODEOWNERS": Standing.MATCHES, "Dockerfile": Standing.OWN})


def test_it_only_reads(worked_on: Team, sent: list[tuple[str, str, Any]]) -> None:
    inspect(worked_on.repository, "main", SECOND)
    assert {verb for verb, _, _ in sent} == {"GET"}


def test_what_is_not_there_and_what_does_not_answer_is_said(team: Team) -> None:
    assert inspect(team.repository, None, FIRST).state == "missing"
    stranger = inspect(Repository(connect(team.api, [], "wrong"), "Reg-Kris", "demo"), "main", FIRST)
    assert (stranger.state, stranger.reason) == ("unknown", "401 Bad credentials")


def run(api: Api, *arguments: str, token: str = ADMIN) -> subprocess.CompletedProcess[str]:
    """`python -m updates` against the stand-in."""
    return subprocess.run(
        [sys.executable, "-m", "updates", "--github-url", str(api.client.base_url), *arguments],
        env={"PATH": "", "GITHUB_TOKEN": token, "COLUMNS": "140"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_lists_every_repository_for_people_and_for_programs(api: Api) -> None:
    api.create("pyairtable-auth-service-go")
    shown = run(api)
    assert shown.returncode == 0, shown.stderr
    assert "pyairtable-auth-service-go" in shown.stdout
    assert "1 behind, 24 missing" in shown.stdout
    listed = json.loads(run(api, "--json").stdout)
    states = {entry["repository"]: entry["state"] for entry in listed}
    assert len(states) == 25
    assert states["pyairtable-auth-service-go"] == "behind"


def test_the_command_can_be_a_check(api: Api) -> None:
    assert run(api, "--expect-current").returncode == 0
    api.create("pyairtable-auth-service-go")
    assert run(api, "--expect-current").returncode == 7


def test_a_refused_token_is_one_line(api: Api) -> None:
    refused = run(api, token="wrong")
    assert refused.returncode == 1
    assert refused.stderr == f"github: {api.client.base_url!s}: 401 Bad credentials\n"
