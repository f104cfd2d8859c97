"""Repositories: creation, settings, renaming, access."""

from pathlib import Path

import httpx
import pytest

from tests.unit.stand_in import DEMO, OWNER, Api, Server


@pytest.mark.parametrize("header", [{}, {"Authorization": "token wrong"}, {"Authorization": "Basic OjEyMw=="}])
def test_a_bad_token_is_refused(live: str, header: dict[str, str]) -> None:
    answer = httpx.get(f"{live}/api/v3/user", headers=header)
    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


def test_another_organisation_does_not_exist(api: Api) -> None:
    api("GET", "/orgs/someone-else", status=404)
    api("POST", "/orgs/someone-else/repos", {"name": "demo"}, 404)


def test_a_new_repository_has_its_settings_and_a_first_commit(api: Api) -> None:
    api.create(description="A demo", visibility="private", has_wiki=False)
    shown = api("GET", DEMO)
    assert (shown["description"], shown["private"], shown["has_wiki"]) == ("A demo", True, False)
    assert [commit["commit"]["message"] for commit in api("GET", f"{DEMO}/commits")] == ["Initial commit"]
    assert [entry["path"] for entry in api("GET", f"{DEMO}/contents")] == ["README.md"]


@pytest.mark.parametrize("name", ["demo", "DEMO"])
def test_a_name_is_taken_once_whatever_its_case(api: Api, name: str) -> None:
    api.create("demo")
    error = api("POST", f"/orgs/{OWNER}/repos", {"name": name}, 422)
    assert error["errors"][0]["message"] == "name already exists on this account"


@pytest.mark.parametrize("name", ["a b", "", "..", "x.git", "a" * 101])
def test_an_invalid_name_is_refused(api: Api, name: str) -> None:
    assert api("POST", f"/orgs/{OWNER}/repos", {"name": name}, 422)["message"] == "Validation Failed"


def test_a_wrong_type_is_refused_and_changes_nothing(api: Api) -> None:
    api.create(has_wiki=True)
    api("PATCH", DEMO, {"description": "new", "has_wiki": "no"}, 422)
    assert api("GET", DEMO)["description"] is None


def test_an_empty_repository_has_no_git_data_until_its_first_file(api: Api) -> None:
    api("POST", f"/orgs/{OWNER}/repos", {"name": "demo"}, 201)
    assert api("POST", f"{DEMO}/git/blobs", {"content": "x"}, 409)["message"] == "Git Repository is empty."
    api("PUT", f"{DEMO}/contents/a.txt", {"message": "First", "content": "eA=="}, 201)
    assert api("GET", f"{DEMO}/branches/main")["commit"]["commit"]["message"] == "First"


def test_a_rename_keeps_the_id_and_everything_that_belongs_to_the_repository(api: Api) -> None:
    number = api.create()["id"]
    api("POST", f"{DEMO}/actions/variables", {"name": "REGION", "value": "eu"}, 201)
    api("PUT", f"{DEMO}/environments/prod", {"wait_timer": 5})
    api("PATCH", DEMO, {"name": "renamed"})
    new = f"/repos/{OWNER}/renamed"
    assert api("GET", new)["id"] == number
    assert api("GET", f"{new}/actions/variables/REGION")["value"] == "eu"
    assert api("GET", f"{new}/environments/prod")["protection_rules"][0]["wait_timer"] == 5
    assert len(api("GET", f"{new}/commits")) == 1


def test_a_former_name_redirects_until_another_repository_takes_it(api: Api) -> None:
    number = api.create()["id"]
    api("PATCH", DEMO, {"name": "renamed"})
    assert api("GET", f"{DEMO}/branches?page=1", status=301)["url"].endswith(f"/repositories/{number}/branches?page=1")
    api("PATCH", DEMO, {"description": "x"}, 307)
    api.client.follow_redirects = True
    assert api("GET", DEMO)["name"] == "renamed"
    assert api("PATCH", DEMO, {"description": "through the old name"})["name"] == "renamed"
    assert api.create()["id"] != number
    assert api("GET", DEMO)["id"] != number


def test_renaming_to_a_taken_name_is_refused(api: Api) -> None:
    api.create()
    api.create("other")
    assert api("PATCH", DEMO, {"name": "Other"}, 422)["errors"][0]["field"] == "name"


def test_what_was_answered_survives_a_restart(server: Server, tmp_path: Path) -> None:
    with server.over(tmp_path) as url:
        api = Api(url)
        number, sha = api.create()["id"], api.commit({"a.txt": "one\n"})
        api("POST", f"{DEMO}/labels", {"name": "kind/bug", "color": "ff0000"}, 201)
    with server.over(tmp_path) as url:
        api = Api(url)
        assert api("GET", DEMO)["id"] == number
        assert api("GET", f"{DEMO}/commits")[0]["sha"] == sha
        assert api("GET", f"{DEMO}/labels/kind/bug")["color"] == "ff0000"


def test_deleting_leaves_nothing_behind_for_the_next_of_that_name(api: Api) -> None:
    number = api.create()["id"]
    api("POST", f"{DEMO}/rulesets", {"name": "main", "enforcement": "active"}, 201)
    api("DELETE", DEMO, status=204)
    api("GET", DEMO, status=404)
    assert api.create()["id"] != number
    assert api("GET", f"{DEMO}/rulesets") == []


def test_only_an_administrator_changes_settings(api: Api, member: Api) -> None:
    api.create()
    for method, path, body in (
        ("PATCH", DEMO, {"description": "x"}),
        ("DELETE", DEMO, None),
        ("POST", f"{DEMO}/rulesets", {"name": "x", "enforcement": "active"}),
        ("POST", f"/orgs/{OWNER}/repos", {"name": "mine"}),
    ):
        member(method, path, body, 403)


def test_a_list_comes_in_pages_that_link_to_each_other(api: Api) -> None:
    for number in range(5):
        api("POST", f"/orgs/{OWNER}/repos", {"name": f"r{number}"}, 201)
    answer = api.client.get(f"/api/v3/orgs/{OWNER}/repos", params={"per_page": 2, "page": 2})
    assert [each["name"] for each in answer.json()] == ["r2", "r3"]
    assert {name: link["url"].split("page=")[-1] for name, link in answer.links.items()} == {
        "prev": "1",
        "first": "1",
        "next": "3",
        "last": "3",
    }
    following = api.client.get(answer.links["next"]["url"])
    assert [each["name"] for each in following.json()] == ["r4"]
