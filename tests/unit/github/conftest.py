"""A stand-in per test: in process for most, a live server where a real client or git talks to it."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from sandbox.github.application import create_application
from sandbox.github.tokens import Actor, Tokens
from sandbox.github.world import World

OWNER = "Reg-Kris"
ADMIN, MEMBER = "admin-token", "member-token"
TOKENS = Tokens({ADMIN: Actor("platform-admin", 1), MEMBER: Actor("developer", 2, admin=False)})


class Api:
    """Requests with a token, below `/api/v3`, that tell when an answer has another status than expected."""

    def __init__(self, client: TestClient, token: str = ADMIN) -> None:
        self.client = client
        self.headers = {"Authorization": f"token {token}"}

    def __call__(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = self.client.request(method, f"/api/v3{path}", json=body, headers=self.headers)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def create(self, name: str = "demo", **settings: Any) -> Any:
        """A repository with its first commit."""
        return self("POST", f"/orgs/{OWNER}/repos", {"name": name, "auto_init": True, **settings}, 201)

    def commit(self, files: dict[str, str], branch: str = "main", repository: str = "demo") -> str:
        """One commit with these files on top of a branch, by the git data routes."""
        base = f"/repos/{OWNER}/{repository}"
        head = self("GET", f"{base}/git/ref/heads/{branch}")["object"]["sha"]
        entries = [{"path": path, "mode": "100644", "type": "blob", "content": text} for path, text in files.items()]
        tree = self("POST", f"{base}/git/trees", {"base_tree": head, "tree": entries}, 201)["sha"]
        body = {"message": "Change files", "tree": tree, "parents": [head]}
        sha = self("POST", f"{base}/git/commits", body, 201)["sha"]
        self("PATCH", f"{base}/git/refs/heads/{branch}", {"sha": sha})
        return sha

    def branch(self, name: str, repository: str = "demo") -> None:
        """A branch from main's head."""
        base = f"/repos/{OWNER}/{repository}"
        head = self("GET", f"{base}/git/ref/heads/main")["object"]["sha"]
        self("POST", f"{base}/git/refs", {"ref": f"refs/heads/{name}", "sha": head}, 201)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """The application in this process."""
    world = World(tmp_path / "data", OWNER, "http://testserver")
    return TestClient(create_application(world, TOKENS), follow_redirects=False)


@pytest.fixture
def api(client: TestClient) -> Api:
    """Requests of an administrator."""
    return Api(client)


@pytest.fixture
def member(client: TestClient) -> Api:
    """Requests of someone who may only write content."""
    return Api(client, MEMBER)


@pytest.fixture
def live(tmp_path: Path) -> Iterator[str]:
    """The address of a real server on a free loopback port."""
    world = World(tmp_path / "data", OWNER, "")
    config = uvicorn.Config(create_application(world, TOKENS), host="127.0.0.1", port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    world.url = f"http://127.0.0.1:{port}"
    yield world.url
    server.should_exit = True
    thread.join()
