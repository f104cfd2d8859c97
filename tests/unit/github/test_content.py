"""Commits by the git data and the contents routes."""

import base64

import pytest

from tests.unit.stand_in import DEMO, Api


def text(api: Api, path: str, ref: str = "main") -> str:
    return base64.b64decode(api("GET", f"{DEMO}/contents/{path}?ref={ref}")["content"]).decode()


def test_one_commit_adds_changes_and_removes_files_and_keeps_the_rest(api: Api) -> None:
    api.create()
    head = api.commit({"src/a.py": "a\n", "src/b.py": "b\n", "keep.txt": "k\n"})
    blob = api(
        "POST", f"{DEMO}/git/blobs", {"content": base64.b64encode(b"\0binary").decode(), "encoding": "base64"}, 201
    )
    entries = [
        {"path": "src/a.py", "mode": "100755", "type": "blob", "content": "changed\n"},
        {"path": "src/b.py", "mode": "100644", "type": "blob", "sha": None},
        {"path": "bin/tool", "mode": "100644", "type": "blob", "sha": blob["sha"]},
    ]
    tree = api("POST", f"{DEMO}/git/trees", {"base_tree": head, "tree": entries}, 201)["sha"]
    listed = api("GET", f"{DEMO}/git/trees/{tree}?recursive=1")["tree"]
    assert {entry["path"]: entry["mode"] for entry in listed if entry["type"] == "blob"} == {
        "README.md": "100644",
        "bin/tool": "100644",
        "keep.txt": "100644",
        "src/a.py": "100755",
    }


def test_a_tree_from_unknown_objects_is_refused(api: Api) -> None:
    api.create()
    entry = {"path": "a", "mode": "100644", "type": "blob", "sha": "0" * 40}
    api("POST", f"{DEMO}/git/trees", {"tree": [entry]}, 422)
    api("POST", f"{DEMO}/git/trees", {"tree": [{**entry, "sha": None}]}, 422)
    api("POST", f"{DEMO}/git/trees", {"base_tree": "1" * 40, "tree": [{"path": "a", "content": "x"}]}, 422)
    api("POST", f"{DEMO}/git/commits", {"message": "x", "tree": "2" * 40}, 422)


def test_a_path_that_leaves_the_repository_is_refused(api: Api) -> None:
    api.create()
    for path in ("../a", "a//b", ".git/config", "/a"):
        api("POST", f"{DEMO}/git/trees", {"tree": [{"path": path, "content": "x"}]}, 422)


def test_the_same_content_and_dates_give_the_same_sha(api: Api) -> None:
    api.create("one")
    api.create("two")
    who = {"name": "Ada", "email": "ada@example.com", "date": "2024-05-01T10:00:00Z"}
    shas: list[str] = []
    for name in ("one", "two"):
        base = DEMO.replace("demo", name)
        tree = api("POST", f"{base}/git/trees", {"tree": [{"path": "a", "content": "x"}]}, 201)["sha"]
        commit = api("POST", f"{base}/git/commits", {"message": "m", "tree": tree, "author": who}, 201)
        assert commit["author"] == who
        shas.append(commit["sha"])
    assert shas[0] == shas[1]


def test_a_ref_only_moves_forward_unless_forced(api: Api) -> None:
    api.create()
    old = api.commit({"a": "1"})
    new = api.commit({"a": "2"})
    assert api("PATCH", f"{DEMO}/git/refs/heads/main", {"sha": old}, 422)["message"] == "Update is not a fast forward"
    api("PATCH", f"{DEMO}/git/refs/heads/main", {"sha": old, "force": True})
    assert api("GET", f"{DEMO}/git/ref/heads/main")["object"]["sha"] == old
    assert api("GET", f"{DEMO}/compare/{old}...{new}")["files"][0]["filename"] == "a"


def test_two_writers_of_one_branch_cannot_both_win(api: Api) -> None:
    api.create()
    head = api("GET", f"{DEMO}/git/ref/heads/main")["object"]["sha"]
    tree = api("POST", f"{DEMO}/git/trees", {"tree": [{"path": "a", "content": "x"}]}, 201)["sha"]
    rivals = [
        api("POST", f"{DEMO}/git/commits", {"message": name, "tree": tree, "parents": [head]}, 201)["sha"]
        for name in ("first", "second")
    ]
    api("PATCH", f"{DEMO}/git/refs/heads/main", {"sha": rivals[0]})
    api("PATCH", f"{DEMO}/git/refs/heads/main", {"sha": rivals[1]}, 422)


def test_a_file_is_replaced_only_by_who_knows_its_version(api: Api) -> None:
    api.create()
    content = base64.b64encode(b"new\n").decode()
    path = f"{DEMO}/contents/README.md"
    assert "sha" in api("PUT", path, {"message": "m", "content": content}, 422)["message"]
    api("PUT", path, {"message": "m", "content": content, "sha": "0" * 40}, 409)
    sha = api("GET", path)["sha"]
    written = api("PUT", path, {"message": "Rewrite", "content": content, "sha": sha})
    assert written["commit"]["message"] == "Rewrite"
    assert text(api, "README.md") == "new\n"
    assert api("GET", path)["url"].endswith("?ref=main")


def test_a_deleted_file_takes_its_empty_folder_along(api: Api) -> None:
    api.create()
    api.commit({"deep/er/a.txt": "x"})
    sha = api("GET", f"{DEMO}/contents/deep/er/a.txt")["sha"]
    api("DELETE", f"{DEMO}/contents/deep/er/a.txt?message=gone&sha={sha}")
    assert [entry["path"] for entry in api("GET", f"{DEMO}/contents")] == ["README.md"]


def test_the_history_of_one_path_leaves_other_commits_out(api: Api) -> None:
    api.create()
    sha = api.commit({"a": "1"})
    api.commit({"b": "1"})
    assert [commit["sha"] for commit in api("GET", f"{DEMO}/commits?path=a")] == [sha]
    assert api("GET", f"{DEMO}/commits/{sha}")["files"][0]["filename"] == "a"


def test_a_renamed_default_branch_stays_the_default(api: Api) -> None:
    api.create()
    api("POST", f"{DEMO}/branches/main/rename", {"new_name": "trunk"}, 201)
    assert api("GET", DEMO)["default_branch"] == "trunk"
    api("GET", f"{DEMO}/branches/main", status=404)
    api("DELETE", f"{DEMO}/git/refs/heads/trunk", status=422)


@pytest.mark.parametrize("name", ["refs/heads/a..b", "refs/heads/a b", "refs/heads/main/below", "refs/heads/nested"])
def test_a_ref_that_git_could_not_keep_is_refused(api: Api, name: str) -> None:
    api.create()
    api.branch("nested/branch")
    head = api("GET", f"{DEMO}/git/ref/heads/main")["object"]["sha"]
    assert "not a valid ref name" in api("POST", f"{DEMO}/git/refs", {"ref": name, "sha": head}, 422)["message"]
