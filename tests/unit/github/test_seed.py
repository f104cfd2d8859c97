"""The repositories that were there before the platform."""

from pathlib import Path

from sandbox.github.seed import Commit, SeedIssue, SeedRepository, seed
from sandbox.github.world import World
from tests.unit.stand_in import OWNER, Api, Server

OLD = SeedRepository(
    name="old-service",
    description="Made by hand",
    commits=[
        Commit("Start", "Ada <ada@example.com>", "2023-01-02T03:04:05Z", {"a.txt": b"1", "b.txt": b"1"}),
        Commit("Go on", "Bob <bob@example.com>", "2023-02-03T04:05:06Z", {"a.txt": b"2", "b.txt": None}),
    ],
    branches={"idea": [Commit("Try", "Bob <bob@example.com>", "2023-03-01T00:00:00Z", {"c.txt": b"3"})]},
    settings={"has_wiki": False, "default_branch": "master"},
    topics=["legacy"],
    issues=[
        SeedIssue("Broken", "It is", "ada", "2023-02-10T00:00:00Z", labels=["bug"]),
        SeedIssue("Try it", "Please", "bob", "2023-03-01T00:00:00Z", head="idea"),
    ],
    tags={"v0.1": 0},
)
PATH = f"/repos/{OWNER}/old-service"


def test_a_seeded_repository_has_a_past(server: Server, tmp_path: Path) -> None:
    assert seed(tmp_path, OWNER, [OLD]) == ["old-service"]
    with server.over(tmp_path) as url:
        api = Api(url)
        commits = [each["commit"] for each in api("GET", f"{PATH}/commits")]
        assert [(each["message"], each["author"]["name"]) for each in commits] == [("Go on", "Bob"), ("Start", "Ada")]
        assert commits[0]["author"]["date"] == "2023-02-03T04:05:06Z"
        assert [each["path"] for each in api("GET", f"{PATH}/contents")] == ["a.txt"]
        assert [each["title"] for each in api("GET", f"{PATH}/pulls")] == ["Try it"]
        assert [each["number"] for each in api("GET", f"{PATH}/issues?labels=bug")] == [1]
        assert api("GET", f"{PATH}/tags")[0]["name"] == "v0.1"
        assert api("GET", PATH)["created_at"] == "2023-01-02T03:04:05Z"


def test_seeding_again_adds_nothing_even_after_a_rename(server: Server, tmp_path: Path) -> None:
    seed(tmp_path, OWNER, [OLD])
    with server.over(tmp_path) as url:
        Api(url)("PATCH", PATH, {"name": "new-service"})
    assert seed(tmp_path, OWNER, [OLD]) == []
    with server.over(tmp_path) as url:
        assert [each["name"] for each in Api(url)("GET", f"/orgs/{OWNER}/repos")] == ["new-service"]


def test_two_seedings_give_the_same_shas(server: Server, tmp_path: Path) -> None:
    shas: list[str] = []
    for folder in ("one", "two"):
        seed(tmp_path / folder, OWNER, [OLD])
        with server.over(tmp_path / folder) as url:
            shas.append(Api(url)("GET", f"{PATH}/branches/idea")["commit"]["sha"])
    assert shas[0] == shas[1]


def test_what_a_kill_left_half_made_is_cleared_and_the_rest_kept(tmp_path: Path) -> None:
    seed(tmp_path, OWNER, [OLD])
    half = tmp_path / "git" / "4711"
    half.mkdir()
    world = World(tmp_path, OWNER, "")
    world.remove_leftovers()
    assert not half.exists()
    assert world.git(world.repositories()[0].id).branch("master")
