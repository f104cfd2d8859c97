from typing import Any

import pytest

from tests.unit.updates.conftest import Team, template
from updates.comparison import Standing
from updates.drift import inspect
from updates.proposal import BRANCH
from updates.renderings import BRANCH as TEMPLATE

OFFER = template(
    "aa01", guest=True, Dockerfile="FROM scratch\n", _github__workflows__platform_yaml="on: push\n", CODEOWNERS="* @a\n"
)
NEXT = template(
    "aa02",
    guest=True,
    Dockerfile="FROM scratch AS new\n",
    _github__workflows__platform_yaml="on: pull_request\n",
    CODEOWNERS="* @b\n",
)


@pytest.fixture
def existing(team: Team) -> Team:
    """A repository with a history, a Dockerfile of its own, an issue, a branch and a pull request."""
    team.commit(Dockerfile="FROM python\n", app_py="print()\n")
    team.api.branch("feature")
    team.commit("feature", app_py="print(1)\n")
    team.api("POST", f"{team.base}/pulls", {"title": "Ours", "head": "feature", "base": "main"}, 201)
    team.api("POST", f"{team.base}/issues", {"title": "Broken"}, 201)
    return team


def test_an_adopted_repository_is_offered_what_it_lacks_in_one_pull_request(existing: Team) -> None:
    main = existing.history()
    existing.deliver(OFFER)
    assert existing.history() == main
    (pull, _) = existing.pulls()
    assert pull["title"] == "Add what the platform offers"
    changed = {file["filename"] for file in existing.api("GET", f"{existing.base}/pulls/{pull['number']}/files")}
    assert changed == {"CODEOWNERS", ".github/workflows/platform.yaml", ".copier-answers.yml"}
    assert "- `Dockerfile` exists here, and is not touched" in pull["body"]


def test_its_branches_issues_and_pull_requests_stay_as_they_are(existing: Team) -> None:
    before = theirs(existing)
    existing.deliver(OFFER)
    assert theirs(existing) == before
    assert set(existing.branches()) == {"main", "feature", BRANCH, TEMPLATE}


def theirs(existing: Team) -> dict[str, Any]:
    """The branch, the pull request and the issue that the repository had before."""
    (pull,) = [pull for pull in existing.pulls() if pull["head"]["ref"] == "feature"]
    issues = existing.api("GET", f"{existing.base}/issues")
    return {
        "branch": existing.history("feature"),
        "pull": {key: pull[key] for key in ("number", "title", "body", "state", "updated_at")},
        "issues": [issue for issue in issues if "pull_request" not in issue],
    }


def test_offered_again_while_it_is_open_it_stays_one(existing: Team) -> None:
    existing.deliver(OFFER)
    tip = existing.tip(BRANCH)
    existing.deliver(OFFER)
    assert len(existing.pulls()) == 2
    assert existing.tip(BRANCH) == tip


def test_a_declined_offer_is_not_made_again(existing: Team) -> None:
    existing.deliver(OFFER)
    existing.close(existing.pulls()[0]["number"])
    assert existing.deliver(OFFER).pull_request == ""
    assert [pull["title"] for pull in existing.pulls()] == ["Ours"]


def test_what_was_merged_is_updated_later_and_what_is_its_own_never(existing: Team) -> None:
    existing.deliver(OFFER)
    existing.merge(existing.pulls()[0]["number"])
    existing.deliver(NEXT)
    pull = existing.pulls()[0]
    files = existing.files(pull["head"]["ref"])
    assert files["Dockerfile"] == "FROM python\n"
    assert files["CODEOWNERS"] == "* @b\n"
    assert files[".github/workflows/platform.yaml"] == "on: pull_request\n"
    assert pull["title"] == "Update from the platform's template"
    assert pull["draft"] is False


def test_a_team_that_removed_what_it_was_offered_is_not_given_it_again(existing: Team) -> None:
    existing.deliver(OFFER)
    existing.merge(existing.pulls()[0]["number"])
    existing.commit(CODEOWNERS=None)
    existing.deliver(NEXT)
    assert "CODEOWNERS" not in existing.files(BRANCH)


def test_a_repository_that_has_everything_gets_no_pull_request(existing: Team) -> None:
    existing.commit(CODEOWNERS="* @ours\n", _github__workflows__platform_yaml="on: [push]\n")
    existing.deliver(OFFER)
    assert [pull["title"] for pull in existing.pulls()] == ["Ours"]


def test_code_owners_that_stand_elsewhere_are_not_overridden(existing: Team) -> None:
    existing.commit(docs__CODEOWNERS="* @ours\n")
    offer = template("aa01", guest=True, _github__CODEOWNERS="* @a\n", Makefile="run:\n")
    existing.deliver(offer)
    assert ".github/CODEOWNERS" not in existing.files(BRANCH)
    assert "- `.github/CODEOWNERS` has its like in another place here" in existing.pulls()[0]["body"]
    assert inspect(existing.repository, "main", offer).files == {
        ".github/CODEOWNERS": Standing.OWN,
        "Makefile": Standing.BEHIND,
    }


def test_another_default_branch_is_respected(existing: Team) -> None:
    from updates.delivery import deliver

    existing.api.branch("trunk")
    existing.api("PATCH", existing.base, {"default_branch": "trunk"})
    deliver(existing.repository, "trunk", OFFER)
    assert existing.pulls()[0]["base"]["ref"] == "trunk"
