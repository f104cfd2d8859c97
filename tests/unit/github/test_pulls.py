"""Pull requests from proposal to merge."""

import pytest

from tests.unit.github.test_content import text
from tests.unit.stand_in import DEMO, OWNER, Api


def propose(api: Api, files: dict[str, str], branch: str = "feature") -> int:
    """A pull request with one commit."""
    api.branch(branch)
    api.commit(files, branch)
    body = {"title": "Change a", "body": "Because", "head": branch, "base": "main"}
    return api("POST", f"{DEMO}/pulls", body, 201)["number"]


def test_a_pull_request_shows_what_it_changes(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "one\ntwo\n"})
    shown = api("GET", f"{DEMO}/pulls/{number}")
    assert (shown["state"], shown["mergeable"], shown["commits"], shown["additions"]) == ("open", True, 1, 2)
    files = api("GET", f"{DEMO}/pulls/{number}/files")
    assert [(file["filename"], file["patch"]) for file in files] == [("a", "@@ -0,0 +1,2 @@\n+one\n+two")]
    assert [each["number"] for each in api("GET", f"{DEMO}/pulls?head={OWNER}:feature&state=open")] == [number]


def test_a_second_request_for_the_same_branch_is_refused(api: Api) -> None:
    api.create()
    propose(api, {"a": "x"})
    error = api("POST", f"{DEMO}/pulls", {"title": "Again", "head": "feature", "base": "main"}, 422)
    assert "already exists" in error["errors"][0]["message"]


def test_a_branch_without_changes_cannot_be_proposed(api: Api) -> None:
    api.create()
    api.branch("same")
    error = api("POST", f"{DEMO}/pulls", {"title": "Nothing", "head": "same", "base": "main"}, 422)
    assert "No commits between" in error["errors"][0]["message"]


def test_a_later_push_becomes_part_of_the_request(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    sha = api.commit({"b": "y"}, "feature")
    assert api("GET", f"{DEMO}/pulls/{number}")["head"]["sha"] == sha
    assert len(api("GET", f"{DEMO}/pulls/{number}/commits")) == 2


@pytest.mark.parametrize(("method", "parents", "commits"), [("merge", 2, 4), ("squash", 1, 3), ("rebase", 1, 3)])
def test_a_merge_joins_both_sides(api: Api, method: str, parents: int, commits: int) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    api.commit({"b": "y"})
    sha = api("PUT", f"{DEMO}/pulls/{number}/merge", {"merge_method": method})["sha"]
    assert (text(api, "a"), text(api, "b")) == ("x", "y")
    assert len(api("GET", f"{DEMO}/commits/{sha}")["parents"]) == parents
    assert len(api("GET", f"{DEMO}/commits")) == commits
    merged = api("GET", f"{DEMO}/pulls/{number}")
    assert (merged["state"], merged["merged"], merged["commits"]) == ("closed", True, 1)


def test_changes_to_different_lines_of_one_file_merge(api: Api) -> None:
    api.create()
    api.commit({"a": "1\n2\n3\n4\n5\n"})
    number = propose(api, {"a": "one\n2\n3\n4\n5\n"})
    api.commit({"a": "1\n2\n3\n4\nfive\n"})
    api("PUT", f"{DEMO}/pulls/{number}/merge", {})
    assert text(api, "a") == "one\n2\n3\n4\nfive\n"


def test_a_conflict_is_shown_and_not_merged(api: Api) -> None:
    api.create()
    api.commit({"a": "1\n"})
    number = propose(api, {"a": "mine\n"})
    api.commit({"a": "yours\n"})
    assert api("GET", f"{DEMO}/pulls/{number}")["mergeable_state"] == "dirty"
    api("PUT", f"{DEMO}/pulls/{number}/merge", {}, 405)
    assert text(api, "a") == "yours\n"


def test_only_allowed_merge_methods_work(api: Api) -> None:
    api.create(allow_merge_commit=False, delete_branch_on_merge=True)
    number = propose(api, {"a": "x"})
    api("PUT", f"{DEMO}/pulls/{number}/merge", {"merge_method": "merge"}, 405)
    api("PUT", f"{DEMO}/pulls/{number}/merge", {"merge_method": "squash"})
    api("GET", f"{DEMO}/branches/feature", status=404)


def test_a_deleted_branch_closes_its_request(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    api("DELETE", f"{DEMO}/git/refs/heads/feature", status=204)
    assert api("GET", f"{DEMO}/pulls/{number}")["state"] == "closed"


def test_issues_and_pull_requests_share_numbers_labels_and_comments(api: Api) -> None:
    api.create()
    issue = api("POST", f"{DEMO}/issues", {"title": "Broken", "labels": ["bug"]}, 201)["number"]
    pull = propose(api, {"a": "x"})
    assert (issue, pull) == (1, 2)
    api("POST", f"{DEMO}/issues/{pull}/labels", {"labels": ["drift"]})
    comment = api("POST", f"{DEMO}/issues/{pull}/comments", {"body": "first"}, 201)["id"]
    api("PATCH", f"{DEMO}/issues/comments/{comment}", {"body": "second"})
    assert [each["body"] for each in api("GET", f"{DEMO}/issues/{pull}/comments")] == ["second"]
    assert [each["name"] for each in api("GET", f"{DEMO}/pulls/{pull}")["labels"]] == ["drift"]
    assert [each["number"] for each in api("GET", f"{DEMO}/issues?labels=bug")] == [issue]
    api("PATCH", f"{DEMO}/issues/{issue}", {"state": "closed"})
    assert [each["number"] for each in api("GET", f"{DEMO}/issues")] == [pull]


def test_the_commits_of_a_request_outlive_its_branch(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    last = api.commit({"b": "y"}, "feature")
    assert api("GET", f"{DEMO}/git/ref/pull/{number}/head")["object"]["sha"] == last
    api("DELETE", f"{DEMO}/git/refs/heads/feature", status=204)
    assert api("GET", f"{DEMO}/git/ref/pull/{number}/head")["object"]["sha"] == last
    assert api("GET", f"{DEMO}/pulls/{number}")["head"]["sha"] == last


def test_a_closed_request_keeps_its_last_commit_when_its_branch_is_made_anew(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    last = api("GET", f"{DEMO}/pulls/{number}")["head"]["sha"]
    api("DELETE", f"{DEMO}/git/refs/heads/feature", status=204)
    api.branch("feature")
    assert api("GET", f"{DEMO}/pulls/{number}")["head"]["sha"] == last


def test_a_request_is_not_reopened_without_its_branch(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    api("DELETE", f"{DEMO}/git/refs/heads/feature", status=204)
    error = api("PATCH", f"{DEMO}/pulls/{number}", {"state": "open"}, 422)
    assert "The branch was deleted" in error["errors"][0]["message"]


def test_a_reopened_request_has_what_was_pushed_meanwhile(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    api("PATCH", f"{DEMO}/pulls/{number}", {"state": "closed"})
    last = api.commit({"b": "y"}, "feature")
    assert api("GET", f"{DEMO}/pulls/{number}")["head"]["sha"] != last
    assert api("PATCH", f"{DEMO}/pulls/{number}", {"state": "open"})["head"]["sha"] == last
    assert api("GET", f"{DEMO}/git/ref/pull/{number}/head")["object"]["sha"] == last


def test_nobody_moves_the_ref_of_a_request(api: Api) -> None:
    api.create()
    number = propose(api, {"a": "x"})
    head = api("GET", f"{DEMO}/git/ref/heads/main")["object"]["sha"]
    api("PATCH", f"{DEMO}/git/refs/pull/{number}/head", {"sha": head, "force": True}, 422)
    api("DELETE", f"{DEMO}/git/refs/pull/{number}/head", status=422)


def test_a_draft_is_not_merged(api: Api) -> None:
    api.create()
    api.branch("feature")
    api.commit({"a": "x"}, "feature")
    body = {"title": "Not yet", "head": "feature", "base": "main", "draft": True}
    number = api("POST", f"{DEMO}/pulls", body, 201)["number"]
    assert api("GET", f"{DEMO}/pulls/{number}")["draft"] is True
    api("PUT", f"{DEMO}/pulls/{number}/merge", {}, 405)
