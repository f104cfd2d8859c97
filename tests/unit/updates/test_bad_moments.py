"""GitHub's bad moments, ordered from the stand-in: each is outlasted, and nothing is done twice."""

from typing import Any

import pytest

from tests.unit.updates.conftest import Team, template
from updates.connection import ATTEMPTS
from updates.errors import ContentError
from updates.proposal import BRANCH

FIRST = template("aa01", README_md="# Demo\n")
SECOND = template("aa02", README_md="# Demo, better\n")
WRITTEN = ["git/trees$", "git/commits$", "git/refs"]
AN_UPDATE = [*WRITTEN, "/pulls$"]

FAULTS: dict[str, dict[str, Any]] = {
    "502": {"kind": "bad_gateway"},
    "500": {"kind": "server_error"},
    "409": {"kind": "conflict"},
    "time-out": {"kind": "timeout", "seconds": 0.05},
    "answer cut short": {"kind": "truncated"},
    "502 after the work": {"kind": "bad_gateway", "after": True},
    "time-out after the work": {"kind": "timeout", "seconds": 0.05, "after": True},
    "answer cut short after the work": {"kind": "truncated", "after": True},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
@pytest.mark.parametrize("path", WRITTEN)
def test_the_first_commit_is_made_once_in_spite_of_a(team: Team, path: str, fault: dict[str, Any]) -> None:
    team.faults({**fault, "path": path, "count": 1})
    team.deliver(FIRST)
    team.faults()
    assert len(team.history()) == 2
    assert team.rendering() == "aa01"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
@pytest.mark.parametrize("path", AN_UPDATE)
def test_an_update_is_one_pull_request_in_spite_of_a(team: Team, path: str, fault: dict[str, Any]) -> None:
    team.deliver(FIRST)
    team.faults({**fault, "method": "POST" if path == "/pulls$" else None, "path": path, "count": 1})
    team.deliver(SECOND)
    team.faults()
    assert [pull["head"]["ref"] for pull in team.pulls("all")] == [BRANCH]
    assert len(team.history(BRANCH)) == 3
    assert len(team.history("platform/template")) == 3


def test_a_limit_s_retry_after_is_waited_for(team: Team, waits: list[float]) -> None:
    team.faults({"kind": "secondary_limit", "method": "POST", "path": "git/trees", "seconds": 47, "count": 2})
    team.deliver(FIRST)
    assert waits == [47, 47]
    assert team.rendering() == "aa01"


def test_github_s_own_limits_are_kept_by_waiting_as_told(team: Team, waits: list[float]) -> None:
    answer = team.api.client.post("/_control/limits", json={"enabled": True, "content_per_minute": 2})
    assert answer.status_code == 200
    with pytest.raises(ContentError, match="403 You have exceeded a secondary rate limit"):
        team.deliver(FIRST)
    # The third write was refused, and every further attempt waited as long as GitHub said.
    assert len(waits) == ATTEMPTS - 1
    assert all(55 <= wait <= 60 for wait in waits)


def test_a_refusal_that_is_no_limit_is_not_repeated(team: Team, waits: list[float]) -> None:
    team.api("PATCH", team.base, {"archived": True})
    with pytest.raises(ContentError, match=r"demo: its content: GitHub refuses: 403 .*archived"):
        team.deliver(FIRST)
    assert waits == []


def test_a_github_that_stays_down_is_one_message_and_a_second_run_completes(team: Team, waits: list[float]) -> None:
    team.faults({"kind": "bad_gateway"})
    with pytest.raises(ContentError) as failed:
        team.deliver(FIRST)
    assert str(failed.value).startswith("demo: its content: GitHub refuses: 502")
    assert waits == [1, 2, 4, 8, 16]
    team.faults()
    team.deliver(FIRST)
    assert team.rendering() == "aa01"


@pytest.mark.parametrize("path", AN_UPDATE)
def test_an_update_that_broke_off_anywhere_is_completed_by_the_next_run(team: Team, path: str) -> None:
    team.deliver(FIRST)
    method = "POST" if path == "/pulls$" else None
    team.faults({"kind": "server_error", "method": method, "path": path})
    with pytest.raises(ContentError):
        team.deliver(SECOND)
    team.faults()
    team.deliver(SECOND)
    assert [pull["head"]["ref"] for pull in team.pulls("all")] == [BRANCH]
    assert team.rendering(BRANCH) == "aa02"
    assert len(team.history(BRANCH)) == 3
