import pytest

from tests.unit.stand_in import OWNER
from tests.unit.updates.conftest import Team, as_program, template
from updates.errors import ContentError

WRITES = ("POST", "PATCH", "PUT", "DELETE")
FIRST = template("aa01", README_md="# Demo\n", cmd__main_go="package main\n")


def test_a_new_repository_gets_all_files_in_one_commit_above_github_s(team: Team) -> None:
    made_by_github = team.history()
    team.requests()
    done = team.deliver(FIRST)
    writes = [(method, path) for method, path in team.requests() if method in WRITES]
    assert writes == [("POST", "/git/trees"), ("POST", "/git/commits"), ("PATCH", "/git/refs/heads/main")]
    assert team.history()[1:] == made_by_github
    assert team.files() == {"README.md": "# Demo\n", "cmd/main.go": "package main\n"}
    assert (done.pull_request, done.news) == ("", "")


def test_what_github_put_there_and_the_template_has_not_is_gone(team: Team) -> None:
    assert set(team.files()) == {"README.md"}
    team.deliver(template("aa01", docs__start_md="Start\n"))
    assert set(team.files()) == {"docs/start.md"}


def test_a_program_stays_executable_and_a_binary_file_whole(team: Team) -> None:
    content = as_program(template("aa01", run="#!/bin/sh\n", logo_png=b"\x89PNG\0\xff"), "run")
    team.deliver(content)
    files = team.repository.files(team.tip())
    assert files["run"].mode == "100755"
    assert team.repository.content(files["logo.png"].sha) == b"\x89PNG\0\xff"


def test_a_second_delivery_of_the_same_content_writes_nothing(team: Team) -> None:
    team.deliver(FIRST)
    team.requests()
    assert team.deliver(FIRST).news == ""
    assert [method for method, _ in team.requests() if method in WRITES] == []


def test_a_library_s_first_commit_is_its_release(team: Team) -> None:
    content = template("aa01", release="v0.1.0", go_mod="module demo\n")
    team.requests()
    team.deliver(content)
    assert sum(method in WRITES for method, _ in team.requests()) == 4
    assert team.repository.tip("tags/v0.1.0") == team.tip()


def test_a_release_that_an_interrupted_run_owes_is_made_on_the_first_commit(team: Team) -> None:
    team.deliver(template("aa01", release="", go_mod="module demo\n"))
    team.commit(go_mod="module demo\n\ngo 1.26\n")
    first = team.history()[1]
    owed = template("aa01", release="v0.1.0", go_mod="module demo\n")
    # The first commit's answers say which version it is; here none.
    team.deliver(owed)
    assert team.repository.tip("tags/v0.1.0") is None
    other = Team(team.api, [], "other")
    team.api.create("other")
    other.deliver(owed)
    first = other.tip()
    other.api("DELETE", f"{other.base}/git/refs/tags/v0.1.0", status=204)
    other.commit(go_mod="module demo\n\ngo 1.26\n")
    other.deliver(owed)
    assert other.repository.tip("tags/v0.1.0") == first


def test_a_later_version_of_the_template_releases_nothing(team: Team) -> None:
    team.deliver(template("aa01", release="v0.1.0", go_mod="module demo\n"))
    team.deliver(template("aa02", release="v0.2.0", go_mod="module demo // new\n"))
    assert team.repository.tip("tags/v0.2.0") is None


def test_a_repository_that_somebody_was_faster_to_fill_keeps_that_and_is_offered_the_rest(team: Team) -> None:
    team.commit(README_md="# Ours\n")
    mine = team.history()
    team.deliver(template("aa01", README_md="# Ours\n", Makefile="run:\n"))
    assert team.history() == mine
    (pull,) = team.pulls()
    assert team.files(pull["head"]["ref"]) == {"README.md": "# Ours\n", "Makefile": "run:\n"}


def test_a_protected_branch_is_named_with_what_to_do(team: Team) -> None:
    ruleset = {
        "name": "closed",
        "target": "branch",
        "enforcement": "active",
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": [{"type": "pull_request"}],
    }
    number = team.api("POST", f"{team.base}/rulesets", ruleset, 201)["id"]
    before = team.history()
    with pytest.raises(ContentError) as refused:
        team.deliver(FIRST)
    text = str(refused.value)
    assert text.startswith(
        "demo: its content: GitHub refuses: 422 Repository rule violations found Changes must be made"
    )
    assert text.endswith("let this token's owner bypass the rule that protects 'main', and run again")
    assert "\n" not in text
    assert team.history() == before
    team.api("DELETE", f"{team.base}/rulesets/{number}", status=204)
    team.deliver(FIRST)
    assert team.rendering() == "aa01"


def test_a_token_that_is_refused_is_named(team: Team) -> None:
    from tests.unit.updates.conftest import connect
    from updates.delivery import deliver
    from updates.repository import Repository

    stranger = Repository(connect(team.api, [], token="wrong"), OWNER, "demo")
    with pytest.raises(
        ContentError, match="demo: its content: GitHub refuses: 401 Bad credentials; the token in GITHUB"
    ):
        deliver(stranger, "main", FIRST)


def test_a_repository_without_the_branch_is_told_what_to_do(team: Team) -> None:
    from updates.delivery import deliver

    with pytest.raises(ContentError, match="demo: has no branch 'trunk' yet; push a first commit and run again"):
        deliver(team.repository, "trunk", FIRST)
