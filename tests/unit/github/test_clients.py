"""Real clients against a live server: PyGithub and git."""

import subprocess
from pathlib import Path

from github import Auth, Github, InputGitTreeElement

from tests.unit.stand_in import ADMIN, OWNER


def git(*arguments: str, folder: Path) -> str:
    """Runs git without the machine's own configuration."""
    environment = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
    names = ["-c", "user.name=Dev", "-c", "user.email=dev@example.com"]
    done = subprocess.run(
        ["git", *names, *arguments],
        cwd=folder,
        env={**environment, "PATH": "/usr/bin:/bin"},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def connect(live: str) -> Github:
    return Github(
        base_url=f"{live}/api/v3",
        auth=Auth.Token(ADMIN),
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
    )


def test_pygithub_lists_more_repositories_than_fit_on_a_page(live: str) -> None:
    organisation = connect(live).get_organization(OWNER)
    for number in range(35):
        organisation.create_repo(f"service-{number}")
    assert [each.name for each in organisation.get_repos()] == [f"service-{number}" for number in range(35)]


def test_pygithub_commits_a_whole_tree_that_git_then_clones(live: str, tmp_path: Path) -> None:
    repository = connect(live).get_organization(OWNER).create_repo("demo", auto_init=True)
    head = repository.get_git_ref("heads/main")
    files = {"src/main.py": "print('hello')\n", "README.md": "# Demo\n"}
    elements = [InputGitTreeElement(path, "100644", "blob", content=text) for path, text in files.items()]
    parent = repository.get_git_commit(head.object.sha)
    tree = repository.create_git_tree(elements, base_tree=parent.tree)
    commit = repository.create_git_commit("Add the service", tree, [parent])
    head.edit(commit.sha)

    git("clone", "--quiet", f"{live}/{OWNER}/demo.git", folder=tmp_path)
    assert {path: (tmp_path / "demo" / path).read_text() for path in files} == files
    assert git("rev-parse", "HEAD", folder=tmp_path / "demo").strip() == commit.sha
    assert git("log", "--format=%s", folder=tmp_path / "demo").split("\n")[:2] == ["Add the service", "Initial commit"]


def test_a_push_arrives_and_shows_in_the_api(live: str, tmp_path: Path) -> None:
    repository = connect(live).get_organization(OWNER).create_repo("demo", auto_init=True)
    with_token = live.replace("http://", f"http://x-access-token:{ADMIN}@")
    git("clone", "--quiet", f"{with_token}/{OWNER}/demo", folder=tmp_path)
    (tmp_path / "demo" / "new.txt").write_text("new\n")
    git("add", "new.txt", folder=tmp_path / "demo")
    git("commit", "--quiet", "-m", "Add a file", folder=tmp_path / "demo")
    git("push", "--quiet", "origin", "HEAD:refs/heads/main", "HEAD:refs/heads/feature", folder=tmp_path / "demo")
    assert repository.get_branch("main").commit.commit.message == "Add a file\n"
    assert {branch.name for branch in repository.get_branches()} == {"main", "feature"}
