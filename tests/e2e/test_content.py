"""Repository content by the real engine on a GitHub stand-in of its own: filled, offered, updated, never lost.

The tests tell one story on one organisation, so they run in this order.
"""

import base64
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from components.repository_content import PROJECT
from components.surroundings import RENDERED
from tests.e2e.repositories import OWNER, Repositories, organization
from updates.files import file_of, of_folder
from updates.proposal import BRANCH

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("content")]

NEW = ("pyairtable-infrastructure", "pyairtable-go-shared", "pyairtable-api-gateway-go")
GATEWAY, LIBRARY = "pyairtable-api-gateway-go", "pyairtable-go-shared"
ADOPTED, RENAMED = "mcp-server-py", "schema-service-py"
README = "README.md"


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Generator[Repositories]:
    with organization(tmp_path_factory.mktemp("content")) as made:
        yield made


@pytest.fixture(scope="module")
def before(github: Repositories) -> dict[str, str]:
    """The commit of every existing repository's default branch before anything ran."""
    found = github.get(f"/orgs/{OWNER}/repos?per_page=100")
    return {repository["name"]: tip(github, repository["name"]) for repository in found}


def tip(github: Repositories, name: str, branch: str = "") -> str:
    """The commit of a branch, by default of the default branch."""
    return github.get(f"{name}/branches/{branch or github.get(name)['default_branch']}")["commit"]["sha"]


def files(github: Repositories, name: str, commit: str) -> dict[str, str]:
    """The blobs of a commit by path."""
    tree = github.get(f"{name}/git/trees/{commit}?recursive=1")["tree"]
    return {entry["path"]: entry["sha"] for entry in tree if entry["type"] == "blob"}


def rendered(name: str) -> dict[str, str]:
    """The blobs of a rendered repository by path."""
    return {path: file.sha for path, file in of_folder(Path(PROJECT) / RENDERED / name).items()}


def pulls(github: Repositories, name: str, state: str = "open") -> list[Any]:
    """Pull requests of the platform."""
    found = github.get(f"{name}/pulls?state={state}")
    return [pull for pull in found if pull["head"]["ref"].startswith(BRANCH)]


def commit(github: Repositories, name: str, path: str, text: str) -> None:
    """A commit of the team's, as an administrator who may pass the ruleset makes it: through a pull request."""
    base = f"/repos/{OWNER}/{name}"
    head = tip(github, name)
    entry = {"path": path, "mode": "100644", "type": "blob", "content": text}
    tree = github.request("POST", f"{base}/git/trees", {"base_tree": head, "tree": [entry]})["sha"]
    body = {"message": "Team's work", "tree": tree, "parents": [head]}
    made = github.request("POST", f"{base}/git/commits", body)["sha"]
    github.request("POST", f"{base}/git/refs", {"ref": "refs/heads/work", "sha": made})
    pull = github.request("POST", f"{base}/pulls", {"title": "Work", "head": "work", "base": "main"})
    github.request("PUT", f"{base}/pulls/{pull['number']}/merge", {"merge_method": "squash"})


def purpose(github: Repositories, name: str, text: str) -> None:
    """Changes what a repository is rendered from."""

    def change(content: Any) -> None:
        next(entry for entry in content["repositories"] if entry["name"] == name)["purpose"] = text

    github.edit(change)


def text_of(github: Repositories, name: str, path: str, ref: str) -> str:
    """A file's text."""
    return base64.b64decode(github.get(f"{name}/contents/{path}?ref={ref}")["content"]).decode()


def test_a_repository_that_github_refuses_is_one_message_and_the_others_are_complete(
    github: Repositories, before: dict[str, str]
) -> None:
    fault = {"kind": "conflict", "method": "POST", "path": f"{GATEWAY}/git/commits"}
    headers = {"Authorization": f"token {github.github.token}"}
    httpx.post(f"{github.github.url}/_control/faults", json=[fault], headers=headers)
    done = github.pulumi("up", "--yes", "--skip-preview", "--parallel", "64")
    httpx.delete(f"{github.github.url}/_control/faults", headers=headers)
    assert done.returncode != 0
    assert f"{GATEWAY}: its content: GitHub refuses: 409 Conflict" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert files(github, LIBRARY, tip(github, LIBRARY)) == rendered(LIBRARY)
    assert len(pulls(github, ADOPTED)) == 1


def test_the_second_run_completes(github: Repositories) -> None:
    github.up()
    for name in NEW:
        assert files(github, name, tip(github, name)) == rendered(name)
    assert github.changes() == {}


def test_a_library_s_first_commit_is_its_release(github: Repositories) -> None:
    (tag,) = github.get(f"{LIBRARY}/git/matching-refs/tags/")
    assert (tag["ref"], tag["object"]["sha"]) == ("refs/tags/v0.1.0", tip(github, LIBRARY))


def test_an_adopted_repository_has_one_pull_request_and_its_own_commits(
    github: Repositories, before: dict[str, str]
) -> None:
    for name in (ADOPTED, RENAMED):
        (offer,) = pulls(github, name)
        former = "pyairtable-platform-services" if name == RENAMED else name
        assert tip(github, name) == before[former]
        ours, offered = files(github, name, before[former]), files(github, name, offer["head"]["sha"])
        assert {path: offered[path] for path in ours} == ours
        assert set(offered) - set(ours) <= set(rendered(name))
        assert len(offered) > len(ours)


def test_a_template_change_is_previewed_and_comes_as_one_pull_request_with_the_team_s_work(
    github: Repositories,
) -> None:
    commit(github, GATEWAY, README, text_of(github, GATEWAY, README, "main") + "\nRead the runbook first.\n")
    main = tip(github, GATEWAY)
    purpose(github, GATEWAY, "The one way in")
    # The infrastructure repository lists every repository with its purpose.
    assert github.changes() == {
        "api-gateway-repository-settings": "update",
        "api-gateway-repository-content": "update",
        "infrastructure-repository-content": "update",
    }
    done = github.pulumi("up", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    (update,) = pulls(github, GATEWAY)
    assert f"{GATEWAY}: opened {update['html_url']}" in done.stdout
    assert tip(github, GATEWAY) == main
    readme = text_of(github, GATEWAY, README, update["head"]["ref"])
    assert "The one way in" in readme
    assert readme.endswith("Read the runbook first.\n")
    assert github.changes() == {}


def test_an_open_pull_request_gets_the_next_change_and_a_conflict_is_shown_in_it(github: Repositories) -> None:
    (update,) = pulls(github, GATEWAY)
    branch = update["head"]["ref"]
    shown = github.get(f"{GATEWAY}/contents/{README}?ref={branch}")
    ours = base64.b64decode(shown["content"]).replace(b"The one way in", b"Our way in")
    body = {"message": "Ours", "content": base64.b64encode(ours).decode(), "sha": shown["sha"], "branch": branch}
    team_s = github.request("PUT", f"/repos/{OWNER}/{GATEWAY}/contents/{README}", body)["commit"]["sha"]
    purpose(github, GATEWAY, "The only way in")
    done = github.pulumi("up", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    (update,) = pulls(github, GATEWAY)
    assert f"{GATEWAY}: update added to {update['html_url']}; 1 file has conflicts to resolve there" in done.stdout
    assert team_s in [entry["sha"] for entry in github.get(f"{GATEWAY}/pulls/{update['number']}/commits")]
    assert f"- `{README}`" in update["body"]
    readme = text_of(github, GATEWAY, README, branch)
    assert "<<<<<<< this repository" in readme
    assert "Our way in" in readme
    assert "The only way in" in readme


def test_a_lost_state_changes_no_content(github: Repositories) -> None:
    everything = {name: tip(github, name) for name in (*NEW, ADOPTED, RENAMED)}
    open_before = {name: [pull["head"]["sha"] for pull in pulls(github, name)] for name in everything}
    github.forget()
    github.up()
    assert {name: tip(github, name) for name in everything} == everything
    assert {name: [pull["head"]["sha"] for pull in pulls(github, name)] for name in everything} == open_before
    assert github.changes() == {}


def test_neither_destroy_nor_a_shorter_catalog_takes_anything_away(github: Repositories) -> None:
    everything = {entry["name"]: tip(github, entry["name"]) for entry in github.get(f"/orgs/{OWNER}/repos")}

    def shorten(content: Any) -> None:
        content["repositories"] = [entry for entry in content["repositories"] if entry["name"] != GATEWAY]
        for entry in content["repositories"]:
            if GATEWAY in entry.get("depends_on", ()):
                entry["depends_on"].remove(GATEWAY)

    github.edit(shorten)
    github.up()
    github.edit(lambda _: None)
    github.destroy()
    assert {entry["name"]: tip(github, entry["name"]) for entry in github.get(f"/orgs/{OWNER}/repos")} == everything
    assert not any(github.get(name)["archived"] for name in everything)
    deleted = [entry["path"] for entry in github.github.requests() if entry["method"] == "DELETE"]
    assert [path for path in deleted if not path.startswith("/_control")] == []


def test_up_after_destroy_takes_all_over_again(github: Repositories) -> None:
    everything = {entry["name"]: tip(github, entry["name"]) for entry in github.get(f"/orgs/{OWNER}/repos")}
    github.up()
    assert {name: tip(github, name) for name in everything} == everything


def test_a_blob_s_sha_is_git_s() -> None:
    assert file_of(b"hello\n").sha == "ce013625030ba8dba906f756967f9e9ca394464a"
