"""A GitHub of its own for one run: the stand-in as a process, with an empty data folder."""

import secrets
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

STARTED_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class StandIn:
    """Where it listens, and the token that it takes."""

    url: str
    token: str

    def requests(self) -> list[dict[str, Any]]:
        """Every request that it answered."""
        return httpx.get(f"{self.url}/_control/requests", headers=self._authorization, timeout=60).json()

    @property
    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}


@contextmanager
def running(folder: Path, owner: str, port: int) -> Generator[StandIn]:
    """Starts it, and ends it at the end.

    Raises:
        TimeoutError: it does not answer.
    """
    folder.mkdir(parents=True)
    token = secrets.token_hex(16)
    (folder / "tokens").write_text(token)
    options = ["--port", str(port), "--data", str(folder / "data"), "--token-file", str(folder / "tokens")]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.github", *options, "--owner", owner], stdout=log, stderr=log
        )
        try:
            stand_in = StandIn(f"http://127.0.0.1:{port}", token)
            _wait(stand_in.url, process)
            yield stand_in
        finally:
            process.terminate()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTED_WITHIN_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if httpx.get(f"{url}/_health").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(f"the GitHub stand-in does not answer at {url}")
