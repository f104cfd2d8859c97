"""The service as a process of its own, on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

import httpx2

# A start takes a second, and far longer on a machine that does much else.
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """A service that was started.

    Attributes:
        url: where it listens.
        process: its process.
        log: all that it writes; a pipe that nobody reads would stop it once full.
    """

    url: str
    process: subprocess.Popen[bytes]
    log: IO[bytes]

    def wait_until_ready(self) -> None:
        """Returns when it is ready.

        Raises:
            TimeoutError: it is not; with what it wrote.
        """
        self._wait(lambda: httpx2.get(f"{self.url}/ready").status_code == 200)

    def wait_until_written(self, text: str) -> None:
        """Returns when a text is in its log.

        Raises:
            TimeoutError: it is not; with what it wrote.
        """
        self._wait(lambda: text in self._written())

    def stop(self) -> str:
        """Asks it to end and returns all that it wrote."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)
        return self._written()

    def _wait(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(httpx2.TransportError):
                if until():
                    return
            time.sleep(0.05)
        raise TimeoutError(f"waited too long for the service, which wrote:\n{self.stop()}")

    def _written(self) -> str:
        # Read without moving where the process writes next.
        return os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0).decode()


def run(module: str, **environment: str) -> tuple[int, str]:
    """Runs a module that ends by itself; returns its exit code and all that it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


@contextmanager
def running(**environment: str) -> Iterator[Running]:
    """Starts the service and ends it afterwards, whatever happens between."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [sys.executable, "-m", "src.main"],
            env={**os.environ, **environment, "PORT": str(port)},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            yield Running(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.kill()
