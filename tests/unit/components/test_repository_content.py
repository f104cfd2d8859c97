import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import github
import pytest

from components import repository_content
from components.repository_content import RepositoryContent
from tests.unit.components.recording import record

ROOT_COMMIT, OWN_COMMIT = "0" * 40, "1" * 40


class Branch:
    """A repository's default branch, as PyGithub shows it."""

    def __init__(self, tip: str, parents: list[str]) -> None:
        self.tip, self.parents = tip, parents
        self.trees: list[dict[str, tuple[str, str]]] = []
        self.commits: list[tuple[str, list[str]]] = []
        self.moves: list[tuple[str, bool]] = []

    def get_git_ref(self, name: str) -> Any:
        assert name == "heads/main"
        return SimpleNamespace(object=SimpleNamespace(sha=self.tip), edit=self._edit)

    def get_git_commit(self, sha: str) -> Any:
        return SimpleNamespace(sha=sha, parents=self.parents)

    def create_git_tree(self, elements: list[Any]) -> Any:
        identities = [element._identity for element in elements]
        self.trees.append({made["path"]: (made["mode"], made["content"]) for made in identities})
        return SimpleNamespace(sha="tree")

    def create_git_commit(self, message: str, _tree: Any, parents: list[Any]) -> Any:
        self.commits.append((message, [parent.sha for parent in parents]))
        return SimpleNamespace(sha=OWN_COMMIT)

    def _edit(self, sha: str, force: bool) -> None:
        self.moves.append((sha, force))


class Asked:
    """Stands for `github.Github`."""

    def __init__(self, branch: Any) -> None:
        self.branch = branch
        self.names: list[str] = []

    def __call__(self, **_: Any) -> Any:
        return self

    def get_repo(self, name: str) -> Any:
        self.names.append(name)
        return self.branch


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / ".rendered" / "one"
    (folder / "bin").mkdir(parents=True)
    (folder / "README.md").write_text("# One\n")
    (folder / "bin" / "start").write_text("#!/bin/sh\n")
    (folder / "bin" / "start").chmod(0o755)
    monkeypatch.setattr(repository_content, "PROJECT", tmp_path)
    monkeypatch.setenv("GITHUB_TOKEN", "canary-token")
    return folder


def create(branch: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    provider: Any = repository_content._Provider()  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setattr(github, "Github", Asked(branch))
    props = {
        "owner": "Reg-Kris",
        "repository": "one",
        "branch": "main",
        "apiUrl": "https://github.example/api/v3",
        "source": ".rendered/one",
        "commit": None,
    }
    return provider.create(props)


@pytest.mark.usefixtures("source")
def test_a_fresh_repository_gets_all_files_in_one_commit_above_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    branch = Branch(ROOT_COMMIT, parents=[])
    made = create(branch, monkeypatch)
    assert [set(tree) for tree in branch.trees] == [{"README.md", "bin/start"}]
    assert branch.commits == [(repository_content.MESSAGE, [ROOT_COMMIT])]
    assert made.id == "Reg-Kris/one"
    assert made.outs["commit"] == OWN_COMMIT


@pytest.mark.usefixtures("source")
def test_a_program_stays_executable(monkeypatch: pytest.MonkeyPatch) -> None:
    branch = Branch(ROOT_COMMIT, parents=[])
    create(branch, monkeypatch)
    assert branch.trees[0] == {"README.md": ("100644", "# One\n"), "bin/start": ("100755", "#!/bin/sh\n")}


@pytest.mark.usefixtures("source")
def test_the_branch_is_never_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    branch = Branch(ROOT_COMMIT, parents=[])
    create(branch, monkeypatch)
    assert branch.moves == [(OWN_COMMIT, False)]


@pytest.mark.usefixtures("source")
def test_what_people_have_committed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    branch = Branch("2" * 40, parents=[ROOT_COMMIT])
    made = create(branch, monkeypatch)
    assert (branch.trees, branch.commits, branch.moves) == ([], [], [])
    assert made.outs["commit"] == "2" * 40


@pytest.mark.usefixtures("source")
def test_the_token_is_not_in_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made = create(Branch(ROOT_COMMIT, parents=[]), monkeypatch)
    assert "canary-token" not in repr(made.outs)


@pytest.mark.usefixtures("source")
def test_a_refusal_names_the_repository_and_github_s_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def get_git_ref(_: str) -> Any:
        raise github.GithubException(409, message="Git Repository is empty.")

    refusal = re.escape("Reg-Kris/one: GitHub refuses the content: 409 Git Repository is empty.")
    with pytest.raises(RuntimeError, match=refusal):
        create(SimpleNamespace(get_git_ref=get_git_ref), monkeypatch)


def test_a_changed_template_does_not_touch_a_repository_again() -> None:
    provider: Any = repository_content._Provider()  # pyright: ignore[reportPrivateUsage]
    assert provider.diff("id", {"source": "old"}, {"source": "new"}).changes is False


def test_state_keeps_where_the_content_came_from_and_neither_content_nor_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "canary-token")

    def program() -> None:
        RepositoryContent(
            "one", api_url="https://api", owner="Reg-Kris", repository="one", branch="main", source=".rendered/one"
        )

    inputs = record(program)["one"].inputs
    assert inputs.pop("__provider")
    assert inputs == {
        "apiUrl": "https://api",
        "owner": "Reg-Kris",
        "repository": "one",
        "branch": "main",
        "source": ".rendered/one",
    }
