"""Rulesets: what they keep people and programs from doing."""

import subprocess
from pathlib import Path
from typing import Any

from tests.unit.github.test_clients import git
from tests.unit.stand_in import ADMIN, DEMO, MEMBER, OWNER, Api

ADMINS_PASS = [{"actor_id": 1, "actor_type": "OrganizationAdmin", "bypass_mode": "always"}]


def protect(api: Api, *rules: dict[str, Any], bypass: list[dict[str, Any]] | None = None) -> int:
    """A ruleset on the default branch."""
    body = {
        "name": "main",
        "target": "branch",
        "enforcement": "active",
        "bypass_actors": bypass or [],
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": list(rules) or [{"type": "pull_request", "parameters": {"required_approving_review_count": 0}}],
    }
    return api("POST", f"{DEMO}/rulesets", body, 201)["id"]


def new_commit(api: Api) -> str:
    """A commit on top of main that no ref points at."""
    head = api("GET", f"{DEMO}/git/ref/heads/main")["object"]["sha"]
    tree = api("POST", f"{DEMO}/git/trees", {"base_tree": head, "tree": [{"path": "a", "content": "x"}]}, 201)["sha"]
    return api("POST", f"{DEMO}/git/commits", {"message": "m", "tree": tree, "parents": [head]}, 201)["sha"]


def test_a_required_pull_request_refuses_direct_changes(api: Api) -> None:
    api.create()
    protect(api)
    refused = api("PATCH", f"{DEMO}/git/refs/heads/main", {"sha": new_commit(api)}, 422)
    assert "Changes must be made through a pull request." in refused["message"]
    api("PUT", f"{DEMO}/contents/b", {"message": "m", "content": "eA=="}, 409)
    assert len(api("GET", f"{DEMO}/commits")) == 1


def test_other_branches_stay_free(api: Api) -> None:
    api.create()
    protect(api)
    api.branch("feature")
    api.commit({"a": "x"}, "feature")
    assert len(api("GET", f"{DEMO}/commits?sha=feature")) == 2


def test_a_named_bypass_actor_passes_and_nobody_else(api: Api, member: Api) -> None:
    api.create()
    protect(api, bypass=ADMINS_PASS)
    sha = new_commit(api)
    member("PATCH", f"{DEMO}/git/refs/heads/main", {"sha": sha}, 422)
    api("PATCH", f"{DEMO}/git/refs/heads/main", {"sha": sha})


def test_a_disabled_ruleset_binds_nobody(api: Api) -> None:
    api.create()
    number = protect(api)
    api("PUT", f"{DEMO}/rulesets/{number}", {"enforcement": "disabled"})
    api.commit({"a": "x"})


def test_a_push_by_git_meets_the_same_rules(live: str, api: Api, tmp_path: Path) -> None:
    api.create()
    protect(api, bypass=ADMINS_PASS)
    for token, allowed in ((MEMBER, False), (ADMIN, True)):
        folder = tmp_path / token
        url = live.replace("http://", f"http://x-access-token:{token}@")
        git("clone", "--quiet", f"{url}/{OWNER}/demo", str(folder), folder=tmp_path)
        git("commit", "--quiet", "--allow-empty", "-m", "direct", folder=folder)
        done = subprocess.run(
            ["git", "push", "-q", "origin", "main"], check=False, cwd=folder, capture_output=True, text=True
        )
        assert (done.returncode == 0) is allowed
        assert ("must be made through a pull request" in done.stderr) is not allowed


def test_a_merge_waits_for_reviews_and_checks(api: Api, member: Api) -> None:
    api.create()
    reviews = {"type": "pull_request", "parameters": {"required_approving_review_count": 1}}
    checks = {"type": "required_status_checks", "parameters": {"required_status_checks": [{"context": "ci"}]}}
    protect(api, reviews, checks)
    api.branch("feature")
    sha = api.commit({"a": "x"}, "feature")
    number = api("POST", f"{DEMO}/pulls", {"title": "Change", "head": "feature", "base": "main"}, 201)["number"]
    assert "review" in api("PUT", f"{DEMO}/pulls/{number}/merge", {}, 405)["message"]
    api("POST", f"{DEMO}/pulls/{number}/reviews", {"event": "APPROVE"}, 422)
    member("POST", f"{DEMO}/pulls/{number}/reviews", {"event": "APPROVE"})
    assert "check ci" in api("PUT", f"{DEMO}/pulls/{number}/merge", {}, 405)["message"]
    api("POST", f"{DEMO}/statuses/{sha}", {"state": "success", "context": "ci"}, 201)
    assert api("PUT", f"{DEMO}/pulls/{number}/merge", {})["merged"]


def test_the_branch_says_that_it_is_protected(api: Api) -> None:
    api.create()
    assert not api("GET", f"{DEMO}/branches/main")["protected"]
    protect(api)
    assert api("GET", f"{DEMO}/branches/main")["protected"]
    assert [rule["type"] for rule in api("GET", f"{DEMO}/rules/branches/main")] == ["pull_request"]
