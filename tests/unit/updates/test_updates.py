from typing import Any

import pytest

from tests.unit.updates.conftest import Team, as_program, template
from updates.content import Content
from updates.errors import ContentError
from updates.proposal import BRANCH
from updates.renderings import BRANCH as TEMPLATE

LINES = "".join(f"line {number}\n" for number in range(1, 10))
WRITES = ("POST", "PATCH", "PUT", "DELETE")


def lines(**changed: str) -> str:
    """Nine lines, some of them changed: `n3="three"`."""
    text = LINES.splitlines()
    for name, line in changed.items():
        text[int(name[1:]) - 1] = line
    return "\n".join(text) + "\n"


FIRST = template("aa01", app_txt=LINES, Makefile="run:\n", old_txt="old\n")
SECOND = template("aa02", app_txt=lines(n9="template"), Makefile="run:\n", new_txt="new\n")
THIRD = template("aa03", app_txt=lines(n9="template", n5="third"), Makefile="run:\n", new_txt="new\n")


@pytest.fixture
def started(team: Team) -> Team:
    """A repository that started from the template."""
    team.deliver(FIRST)
    return team


def test_a_template_change_is_one_pull_request_and_nothing_on_main(started: Team) -> None:
    main = started.history()
    done = started.deliver(SECOND)
    assert started.history() == main
    (pull,) = started.pulls()
    assert done.pull_request == pull["html_url"]
    assert done.news == f"opened {pull['html_url']}"
    assert (pull["head"]["ref"], pull["base"]["ref"], pull["draft"]) == (BRANCH, "main", False)
    assert pull["title"] == "Update from the platform's template"
    assert started.files(BRANCH) == {"app.txt": lines(n9="template"), "Makefile": "run:\n", "new.txt": "new\n"}
    assert started.rendering(BRANCH) == "aa02"


def test_it_takes_seven_writes(started: Team) -> None:
    started.requests()
    started.deliver(SECOND)
    assert len([method for method, _ in started.requests() if method in WRITES]) == 7


def test_what_the_team_changed_since_is_in_the_pull_request_with_the_template_s_change(started: Team) -> None:
    started.commit(app_txt=lines(n1="team"), own_txt="ours\n")
    started.deliver(SECOND)
    files = started.files(BRANCH)
    assert files["app.txt"] == lines(n1="team", n9="template")
    assert files["own.txt"] == "ours\n"


def test_merged_the_repository_is_current_and_nothing_more_is_offered(started: Team) -> None:
    started.deliver(SECOND)
    started.merge(started.pulls()[0]["number"])
    assert started.rendering() == "aa02"
    assert BRANCH not in started.branches()
    assert started.deliver(SECOND).pull_request == ""
    assert started.pulls() == []


def test_the_next_update_starts_from_what_was_merged(started: Team) -> None:
    started.deliver(SECOND)
    started.merge(started.pulls()[0]["number"])
    started.commit(app_txt=lines(n1="team", n9="template"))
    started.deliver(THIRD)
    (pull,) = started.pulls()
    assert started.files(pull["head"]["ref"])["app.txt"] == lines(n1="team", n5="third", n9="template")


def test_conflicting_lines_stand_side_by_side_in_a_draft_that_says_what_to_do(started: Team) -> None:
    started.commit(app_txt=lines(n9="team"))
    done = started.deliver(SECOND)
    (pull,) = started.pulls()
    assert pull["draft"] is True
    assert started.files(BRANCH)["app.txt"] == (
        "".join(f"line {number}\n" for number in range(1, 9))
        + "<<<<<<< this repository\nteam\n=======\ntemplate\n>>>>>>> platform template\n"
    )
    assert "- `app.txt`" in pull["body"]
    assert f"git switch {BRANCH}" in pull["body"]
    assert done.news.endswith("; 1 file has conflicts to resolve there")
    assert started.files()["app.txt"] == lines(n9="team")


def test_an_open_pull_request_is_brought_up_to_date_over_what_the_team_committed_on_it(started: Team) -> None:
    started.deliver(SECOND)
    team_s = started.commit(BRANCH, new_txt="new, and better\n")
    started.deliver(THIRD)
    (pull,) = started.pulls()
    assert team_s in started.history(BRANCH)
    assert started.files(BRANCH)["app.txt"] == lines(n5="third", n9="template")
    assert started.files(BRANCH)["new.txt"] == "new, and better\n"
    assert "<!-- platform: aa03 -->" in pull["body"]
    assert pull["body"].count("<!-- platform: end -->") == 1


def test_what_people_wrote_in_the_pull_request_stays(started: Team) -> None:
    started.deliver(SECOND)
    (pull,) = started.pulls()
    text = f"Please wait for Friday.\n\n{pull['body']}\n\nReviewed by us."
    started.api("PATCH", f"{started.base}/pulls/{pull['number']}", {"title": "Ours", "body": text})
    started.deliver(THIRD)
    (pull,) = started.pulls()
    assert pull["title"] == "Ours"
    assert pull["body"].startswith("Please wait for Friday.")
    assert pull["body"].endswith("Reviewed by us.")
    assert "aa02" not in pull["body"]


def test_a_closed_pull_request_is_not_opened_again_for_the_same_change(started: Team) -> None:
    started.deliver(SECOND)
    started.close(started.pulls()[0]["number"])
    started.requests()
    assert started.deliver(SECOND).pull_request == ""
    assert started.pulls() == []
    assert [method for method, _ in started.requests() if method in WRITES] == []


def test_after_a_declined_change_the_next_one_holds_both_on_a_branch_of_its_own(started: Team) -> None:
    started.deliver(SECOND)
    declined = started.tip(BRANCH)
    started.close(started.pulls()[0]["number"])
    started.deliver(THIRD)
    (pull,) = started.pulls()
    assert pull["head"]["ref"] == f"{BRANCH}-aa03"
    assert started.files(pull["head"]["ref"])["app.txt"] == lines(n5="third", n9="template")
    assert started.tip(BRANCH) == declined


def test_a_file_that_the_team_deleted_stays_deleted_and_is_named(started: Team) -> None:
    started.commit(app_txt=None)
    started.deliver(SECOND)
    (pull,) = started.pulls()
    assert "app.txt" not in started.files(BRANCH)
    assert "- `app.txt` was deleted here, and stays so" in pull["body"]


def test_a_file_that_the_template_dropped_goes_unless_the_team_changed_it(started: Team) -> None:
    started.deliver(SECOND)
    assert "old.txt" not in started.files(BRANCH)


def test_a_file_that_the_template_dropped_stays_where_the_team_changed_it(started: Team) -> None:
    started.commit(old_txt="old, but ours\n")
    started.deliver(SECOND)
    assert started.files(BRANCH)["old.txt"] == "old, but ours\n"
    assert "- `old.txt` is no longer in the template" in started.pulls()[0]["body"]


def test_a_file_that_both_added_is_a_conflict(started: Team) -> None:
    started.commit(new_txt="ours\n")
    started.deliver(SECOND)
    assert started.files(BRANCH)["new.txt"].startswith("<<<<<<< this repository\nours\n")
    assert started.pulls()[0]["draft"] is True


def test_a_team_that_has_the_change_already_gets_no_pull_request(started: Team) -> None:
    started.commit(app_txt=lines(n9="template"), new_txt="new\n", old_txt=None)
    assert started.deliver(SECOND).pull_request == ""
    assert started.pulls() == []
    assert started.rendering(TEMPLATE) == "aa02"


def test_a_mode_alone_is_a_change_too(started: Team) -> None:
    started.commit(Makefile="run: ours\n")
    started.deliver(as_program(template("aa02", app_txt=LINES, Makefile="run:\n", old_txt="old\n"), "Makefile"))
    files = started.repository.files(started.tip(BRANCH))
    assert files["Makefile"].mode == "100755"
    assert started.files(BRANCH)["Makefile"] == "run: ours\n"


def test_a_binary_file_that_both_changed_stays_as_it_is(team: Team) -> None:
    team.deliver(template("aa01", logo_bin=b"\0one"))
    ours = team.commit(logo_bin="ours")
    team.deliver(template("aa02", logo_bin=b"\0two", Makefile="run:\n"))
    assert team.files(BRANCH)["logo.bin"] == "ours"
    assert "- `logo.bin` was changed on both sides and is no text" in team.pulls()[0]["body"]
    assert ours in team.history(BRANCH)


def test_a_folder_in_the_place_of_a_file_is_not_replaced(started: Team) -> None:
    started.commit(new_txt__inside_md="ours\n")
    started.deliver(SECOND)
    assert started.files(BRANCH)["new.txt/inside.md"] == "ours\n"
    assert "- `new.txt` is a folder on one side and a file on the other" in started.pulls()[0]["body"]


def test_a_template_may_turn_a_file_into_a_folder_and_back(started: Team) -> None:
    started.deliver(template("aa02", app_txt=LINES, Makefile="run:\n", old_txt__inside="in\n"))
    assert started.files(BRANCH)["old.txt/inside"] == "in\n"
    assert "old.txt" not in started.files(BRANCH)
    started.deliver(template("aa03", app_txt=LINES, Makefile="run:\n", old_txt="out\n"))
    assert started.files(BRANCH)["old.txt"] == "out\n"
    assert "old.txt/inside" not in started.files(BRANCH)


def test_a_template_that_goes_back_is_a_pull_request_that_goes_back(started: Team) -> None:
    started.deliver(SECOND)
    started.merge(started.pulls()[0]["number"])
    started.deliver(FIRST)
    assert started.files(BRANCH) == started_files(FIRST)


def started_files(content: Content) -> dict[str, str]:
    """The files of a state of the template, without the answers."""
    return {p: (f.content or b"").decode() for p, f in content.files.items() if p != ".copier-answers.yml"}


def test_the_template_s_own_branch_shows_each_state_above_the_first_commit(started: Team) -> None:
    first = started.tip()
    started.commit(app_txt=lines(n1="team"))
    started.deliver(SECOND)
    started.deliver(THIRD)
    assert started.files(TEMPLATE) == started_files(THIRD)
    assert started.history(TEMPLATE)[2] == first


def test_a_lost_state_is_no_reason_to_write(started: Team) -> None:
    started.deliver(SECOND)
    started.requests()
    done = started.deliver(SECOND)
    assert done.pull_request == started.pulls()[0]["html_url"]
    assert done.news == ""
    assert [method for method, _ in started.requests() if method in WRITES] == []


def test_a_branch_that_an_interrupted_run_left_gets_its_pull_request(
    started: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.commit(app_txt=lines(n9="team"))

    def interrupted(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(started.repository, "propose", interrupted)
        with pytest.raises(KeyboardInterrupt):
            started.deliver(SECOND)
    tip = started.tip(BRANCH)
    started.deliver(SECOND)
    (pull,) = started.pulls()
    assert (pull["head"]["ref"], started.tip(BRANCH), pull["draft"]) == (BRANCH, tip, True)
    assert "- `app.txt`" in pull["body"]


def test_a_text_that_an_interrupted_run_owes_is_written(started: Team) -> None:
    started.commit(app_txt=lines(n5="team"))
    started.deliver(SECOND)
    started.faults({"kind": "server_error", "method": "PATCH", "path": "/pulls/"})
    with pytest.raises(ContentError):
        started.deliver(THIRD)
    started.faults()
    tip = started.tip(BRANCH)
    started.deliver(THIRD)
    (pull,) = started.pulls()
    assert started.tip(BRANCH) == tip
    assert "<!-- platform: aa03 -->" in pull["body"]
    assert "- `app.txt`" in pull["body"]


def test_a_deleted_template_branch_is_made_again_and_costs_conflicts_at_most(started: Team) -> None:
    started.deliver(SECOND)
    started.merge(started.pulls()[0]["number"])
    started.api("DELETE", f"{started.base}/git/refs/heads/{TEMPLATE}", status=204)
    started.commit(app_txt=lines(n1="team", n9="template"))
    started.deliver(THIRD)
    assert "team" in started.files(BRANCH)["app.txt"]
    assert "third" in started.files(BRANCH)["app.txt"]
    assert started.rendering(TEMPLATE) == "aa03"


def test_a_team_that_pushes_to_the_branch_meanwhile_loses_nothing(
    started: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.deliver(SECOND)
    pushed: list[str] = []
    advance = started.repository.advance

    def slow_advance(ref: str, sha: str, before: str) -> None:
        if ref == f"heads/{BRANCH}" and not pushed:
            pushed.append(started.commit(BRANCH, own_txt="ours\n"))
        advance(ref, sha, before)

    monkeypatch.setattr(started.repository, "advance", slow_advance)
    started.deliver(THIRD)
    assert pushed[0] in started.history(BRANCH)
    assert started.files(BRANCH)["own.txt"] == "ours\n"
    assert started.files(BRANCH)["app.txt"] == lines(n5="third", n9="template")


def test_a_pull_request_from_a_branch_of_the_team_s_is_not_taken_for_ours(started: Team) -> None:
    started.api.branch("feature")
    started.commit("feature", own_txt="ours\n")
    started.api("POST", f"{started.base}/pulls", {"title": "Ours", "head": "feature", "base": "main"}, 201)
    started.deliver(SECOND)
    assert {pull["head"]["ref"] for pull in started.pulls()} == {"feature", BRANCH}
    assert started.history("feature")[0] != started.tip(BRANCH)


def test_nothing_is_ever_deleted_forced_or_archived(started: Team, sent: list[tuple[str, str, Any]]) -> None:
    started.commit(app_txt=lines(n9="team"))
    for content in (SECOND, THIRD, FIRST, SECOND):
        started.deliver(content)
    assert {verb for verb, _, _ in sent} == {"GET", "POST", "PATCH"}
    moves = [body for _, path, body in sent if body and "/git/refs" in path]
    assert [body.get("force") for body in moves if "force" in body] == [False] * (len(moves) - 2)
    assert not any("archived" in (body or {}) for _, _, body in sent)
