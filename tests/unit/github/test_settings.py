"""Labels, Actions secrets and variables, environments, teams, webhooks, security."""

import base64

from nacl.public import PublicKey, SealedBox

from tests.unit.stand_in import DEMO, OWNER, Api


def sealed(key: str, value: str) -> str:
    box = SealedBox(PublicKey(base64.b64decode(key)))
    return base64.b64encode(box.encrypt(value.encode())).decode()


def test_labels_ignore_case_and_can_be_renamed(api: Api) -> None:
    api.create()
    api("POST", f"{DEMO}/labels", {"name": "Bug", "color": "ff0000"}, 422)
    renamed = api("PATCH", f"{DEMO}/labels/BUG", {"new_name": "kind/bug", "color": "00FF00"})
    assert (renamed["name"], renamed["color"]) == ("kind/bug", "00ff00")
    api("GET", f"{DEMO}/labels/bug", status=404)
    api("DELETE", f"{DEMO}/labels/kind%2Fbug", status=204)


def test_a_new_repository_has_the_usual_labels(api: Api) -> None:
    api.create()
    names = [label["name"] for label in api("GET", f"{DEMO}/labels?per_page=100")]
    assert len(names) == 9
    assert "good first issue" in names


def test_a_secret_is_accepted_sealed_and_never_shown(api: Api) -> None:
    api.create()
    key = api("GET", f"{DEMO}/actions/secrets/public-key")
    body = {"key_id": key["key_id"], "encrypted_value": sealed(key["key"], "hush")}
    api("PUT", f"{DEMO}/actions/secrets/token", body, 201)
    api("PUT", f"{DEMO}/actions/secrets/TOKEN", body, 204)
    assert set(api("GET", f"{DEMO}/actions/secrets/Token")) == {"name", "created_at", "updated_at"}
    assert api("GET", f"{DEMO}/actions/secrets")["total_count"] == 1


def test_a_secret_sealed_with_another_key_is_refused(api: Api) -> None:
    api.create()
    api.create("other")
    mine = api("GET", f"{DEMO}/actions/secrets/public-key")
    other = api("GET", f"/repos/{OWNER}/other/actions/secrets/public-key")
    wrong = {"key_id": mine["key_id"], "encrypted_value": sealed(other["key"], "hush")}
    api("PUT", f"{DEMO}/actions/secrets/TOKEN", wrong, 422)
    plain = {"key_id": mine["key_id"], "encrypted_value": base64.b64encode(b"hush").decode()}
    api("PUT", f"{DEMO}/actions/secrets/TOKEN", plain, 422)


def test_variables_are_created_once_and_changed_by_name(api: Api) -> None:
    api.create()
    api("POST", f"{DEMO}/actions/variables", {"name": "region", "value": "eu"}, 201)
    api("POST", f"{DEMO}/actions/variables", {"name": "REGION", "value": "us"}, 409)
    api("PATCH", f"{DEMO}/actions/variables/REGION", {"value": "us"}, 204)
    assert api("GET", f"{DEMO}/actions/variables/REGION")["value"] == "us"
    api("PATCH", f"{DEMO}/actions/variables/NOPE", {"value": "us"}, 404)


def test_an_environment_goes_with_its_variables(api: Api) -> None:
    api.create()
    api("POST", f"{DEMO}/environments/prod/variables", {"name": "A", "value": "1"}, 404)
    api("PUT", f"{DEMO}/environments/prod", {"reviewers": [{"type": "Team", "id": 7}]})
    api("POST", f"{DEMO}/environments/prod/variables", {"name": "A", "value": "1"}, 201)
    api("GET", f"{DEMO}/actions/variables/A", status=404)
    reviewers = api("GET", f"{DEMO}/environments/prod")["protection_rules"][0]["reviewers"]
    assert reviewers == [{"type": "Team", "reviewer": {"id": 7}}]
    api("DELETE", f"{DEMO}/environments/prod", status=204)
    api("PUT", f"{DEMO}/environments/prod", {})
    api("GET", f"{DEMO}/environments/prod/variables/A", status=404)


def test_a_team_is_granted_a_repository_and_keeps_it_over_a_rename(api: Api) -> None:
    api.create()
    team = api("POST", f"/orgs/{OWNER}/teams", {"name": "Platform Team", "privacy": "closed"}, 201)
    assert team["slug"] == "platform-team"
    by_number, by_slug = f"/organizations/1/team/{team['id']}", f"/orgs/{OWNER}/teams/platform-team"
    api("GET", f"{by_number}{DEMO}", status=404)
    api("PUT", f"{by_number}{DEMO}", {"permission": "push"}, 204)
    api("PATCH", DEMO, {"name": "renamed"})
    assert api("GET", f"{by_slug}/repos/{OWNER}/renamed")["role_name"] == "write"
    assert [each["slug"] for each in api("GET", f"/repos/{OWNER}/renamed/teams")] == ["platform-team"]
    api("DELETE", by_number, status=204)
    assert api("GET", f"/repos/{OWNER}/renamed/teams") == []


def test_a_webhook_hides_its_secret_and_is_unique(api: Api) -> None:
    api.create()
    body = {"config": {"url": "http://127.0.0.1:1/hook", "secret": "hush"}, "events": ["push"]}
    number = api("POST", f"{DEMO}/hooks", body, 201)["id"]
    assert api("GET", f"{DEMO}/hooks/{number}")["config"]["secret"] == "********"
    api("POST", f"{DEMO}/hooks", body, 422)


def test_security_updates_need_alerts(api: Api) -> None:
    api.create()
    api("PUT", f"{DEMO}/automated-security-fixes", status=422)
    api("PUT", f"{DEMO}/vulnerability-alerts", status=204)
    api("PUT", f"{DEMO}/automated-security-fixes", status=204)
    assert api("GET", f"{DEMO}/automated-security-fixes")["enabled"]
    api("DELETE", f"{DEMO}/vulnerability-alerts", status=204)
    assert not api("GET", f"{DEMO}/automated-security-fixes")["enabled"]


def test_topics_are_replaced_as_a_whole(api: Api) -> None:
    api.create()
    api("PUT", f"{DEMO}/topics", {"names": ["go", "api"]})
    api("PUT", f"{DEMO}/topics", {"names": ["Not Allowed"]}, 422)
    assert api("GET", DEMO)["topics"] == ["api", "go"]


def test_a_release_makes_its_tag(api: Api) -> None:
    api.create()
    sha = api.commit({"a": "x"})
    api("POST", f"{DEMO}/releases", {"tag_name": "v1.0.0"}, 201)
    assert api("GET", f"{DEMO}/tags")[0]["commit"]["sha"] == sha
    assert api("GET", f"{DEMO}/releases/latest")["tag_name"] == "v1.0.0"
