"""A repository on the stand-in, a template that tests can change, and what the team does to its repository."""

from typing import Any

import pytest

from tests.unit.stand_in import ADMIN, OWNER, Api
from updates.connection import Connection
from updates.content import Content, Delivered
from updates.delivery import deliver
from updates.files import PROGRAM, File, file_of
from updates.repository import Repository

ANSWERS = ".copier-answers.yml"


@pytest.fixture
def waits() -> list[float]:
    """The seconds that the connection waited, instead of really waiting."""
    return []


def connect(api: Api, waits: list[float], token: str = ADMIN) -> Connection:
    """A connection to the stand-in that notes its waits."""
    return Connection(f"{str(api.client.base_url).rstrip('/')}/api/v3", token, sleep=waits.append)


def template(rendering: str, guest: bool = False, release: str = "", **files: str | bytes | None) -> Content:
    """A state of the template: these files, `__` being a slash and `_` a dot, and the answers."""
    contents: dict[str, File] = {
        path.replace("__", "/").replace("_", "."): file_of(text if isinstance(text, bytes) else text.encode())
        for path, text in files.items()
        if text is not None
    }
    answers = f'kind: go-service\nlibrary_version: "{release.removeprefix("v")}"\nrendering: {rendering}\n'
    contents[ANSWERS] = file_of(answers.encode())
    return Content(contents, rendering, guest, release)


def as_program(content: Content, path: str) -> Content:
    """The same with one file executable."""
    file = content.files[path]
    assert file.content is not None
    return Content(
        {**content.files, path: file_of(file.content, PROGRAM)}, content.rendering, content.guest, content.release
    )


class Team:
    """One repository: what the team sees and does there, and what the platform delivers."""

    def __init__(self, api: Api, waits: list[float], name: str = "demo") -> None:
        self.api, self.name = api, name
        self.base = f"/repos/{OWNER}/{name}"
        self.repository = Repository(connect(api, waits), OWNER, name)

    def deliver(self, content: Content) -> Delivered:
        """What `pulumi up` does for this repository."""
        return deliver(self.repository, "main", content)

    def commit(self, branch: str = "main", **files: str | None) -> str:
        """A commit of the team's; None deletes a file."""
        changes = {path.replace("__", "/").replace("_", "."): text for path, text in files.items()}
        head = self.tip(branch)
        entries = [
            {"path": path, "mode": "100644", "type": "blob", **({"sha": None} if text is None else {"content": text})}
            for path, text in changes.items()
        ]
        base = self.api("GET", f"{self.base}/git/commits/{head}")["tree"]["sha"]
        tree = self.api("POST", f"{self.base}/git/trees", {"base_tree": base, "tree": entries}, 201)["sha"]
        body = {"message": "Team's work", "tree": tree, "parents": [head]}
        sha = self.api("POST", f"{self.base}/git/commits", body, 201)["sha"]
        self.api("PATCH", f"{self.base}/git/refs/heads/{branch}", {"sha": sha})
        return sha

    def tip(self, branch: str = "main") -> str:
        """The commit of a branch."""
        return self.api("GET", f"{self.base}/git/ref/heads/{branch}")["object"]["sha"]

    def branches(self) -> list[str]:
        """The names of all branches."""
        return [entry["name"] for entry in self.api("GET", f"{self.base}/branches?per_page=100")]

    def files(self, branch: str = "main") -> dict[str, str]:
        """The text files of a branch, without the answers."""
        repository = self.repository
        listed = repository.files(self.tip(branch))
        return {path: repository.content(file.sha).decode() for path, file in listed.items() if path != ANSWERS}

    def rendering(self, branch: str = "main") -> str:
        """The rendering that a branch names."""
        answers = self.repository.files(self.tip(branch))[ANSWERS]
        return self.repository.content(answers.sha).decode().rpartition("rendering: ")[2].strip()

    def history(self, branch: str = "main") -> list[str]:
        """The commits of a branch, newest first."""
        return [commit["sha"] for commit in self.api("GET", f"{self.base}/commits?sha={branch}&per_page=100")]

    def pulls(self, state: str = "open") -> list[Any]:
        """Its pull requests."""
        return self.api("GET", f"{self.base}/pulls?state={state}")

    def merge(self, number: int) -> None:
        """Squashes a pull request into main, and GitHub deletes its branch."""
        self.api("PUT", f"{self.base}/pulls/{number}/merge", {"merge_method": "squash"})

    def close(self, number: int) -> None:
        """Declines a pull request; its branch stays."""
        self.api("PATCH", f"{self.base}/pulls/{number}", {"state": "closed"})

    def requests(self) -> list[tuple[str, str]]:
        """Method and path of every request since the last look, without the team's look itself."""
        log = self.api.client.get("/_control/requests").json()
        self.api.client.delete("/_control/requests")
        prefix = f"/api/v3{self.base}"
        return [
            (entry["method"], entry["path"].removeprefix(prefix)) for entry in log if entry["path"].startswith(prefix)
        ]

    def faults(self, *faults: dict[str, Any]) -> None:
        """Orders faults."""
        answer = self.api.client.post("/_control/faults", json=list(faults))
        assert answer.status_code == 200, answer.text


@pytest.fixture
def team(api: Api, waits: list[float]) -> Team:
    """A new repository, as GitHub makes it with `auto_init`."""
    api.create("demo", delete_branch_on_merge=True)
    return Team(api, waits)


@pytest.fixture
def sent(team: Team, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """Verb, path and body of everything that the platform sends."""
    requests: list[tuple[str, str, Any]] = []
    send = Connection._send  # pyright: ignore[reportPrivateUsage]

    def noted(self: Connection, verb: str, path: str, parameters: Any, body: Any = None) -> Any:
        requests.append((verb, path, body))
        return send(self, verb, path, parameters, body)

    monkeypatch.setattr(Connection, "_send", noted)
    return requests
