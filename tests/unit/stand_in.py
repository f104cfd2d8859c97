"""An empty stand-in per test, reached over a real socket on a free loopback port."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.github.application import create_application
from sandbox.github.tokens import Actor, Tokens
from sandbox.github.world import World

OWNER = "Reg-Kris"
DEMO = f"/repos/{OWNER}/demo"
ADMIN, MEMBER = "admin-token", "member-token"
TOKENS = Tokens({ADMIN: Actor("platform-admin", 1), MEMBER: Actor("developer", 2, admin=False)})


class Api:
    """Requests with a token, below `/api/v3`, that tell when an answer has another status than expected."""

    def __init__(self, url: str, token: str = ADMIN) -> None:
        self.client = httpx.Client(base_url=url, headers={"Authorization": f"token {token}"}, timeout=20)

    def __call__(self, method: str, path: str, body: object = None, status: int = 200) -> Any:
        answer = self.client.request(method, f"/api/v3{path}", json=body)
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


class Server:
    """One socket for all tests; each puts its own application behind it."""

    def __init__(self) -> None:
        self.application: ASGIApp | None = None
        config = uvicorn.Config(
            self._serve, host="127.0.0.1", port=0, log_level="error", lifespan="off", interface="asgi3"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.application is not None
        await self.application(scope, receive, send)

    @contextmanager
    def over(self, folder: Path) -> Generator[str]:
        """Serves a data folder and gives the address; leaving it forgets all that was in memory."""
        world = World(folder, OWNER, self.url)
        self.application = create_application(world, TOKENS)
        yield self.url
        self.application = None
        world.database.close()

    def stop(self) -> None:
        """Ends the thread."""
        self._server.should_exit = True
        self._thread.join()
