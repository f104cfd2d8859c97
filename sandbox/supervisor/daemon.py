"""Starts process-compose in the background, and brings it in line with the rendered configuration."""

import hashlib
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
from rich.text import Text

from sandbox import paths
from sandbox.cluster.documents import write_text, write_yaml
from sandbox.errors import SandboxError
from sandbox.settings import PREFIX
from sandbox.supervisor import processes
from sandbox.supervisor.client import DONE, RUNNING, PartState, Supervisor

SOCKET = paths.RUN / "supervisor.sock"
CONFIG = paths.CONFIG / "process-compose.yaml"
LOG = paths.LOGS / "supervisor.log"
STARTED_WITH = paths.RUN / "started-with"
START_SECONDS = 15


def running() -> bool:
    """Whether this sandbox's supervisor answers."""
    if not SOCKET.exists():
        return False
    with Supervisor(SOCKET) as supervisor:
        return supervisor.alive()


def start(program: Path, project: Mapping[str, object], environment: Mapping[str, str]) -> None:
    """Makes the supervisor run the given project, starting only what is down.

    When a configuration file or certificate is another than those with which the supervisor was started, every part
    starts anew: each reads them at its start only. Containers go on meanwhile.

    Args:
        program: the process-compose executable.
        project: what `compose.render` made.
        environment: variables for process-compose and, by inheritance, for every part.

    Raises:
        SandboxError: process-compose does not come up.
    """
    write_yaml(CONFIG, project)
    given = _digest()
    if running() and STARTED_WITH.exists() and STARTED_WITH.read_text() == given:
        _start_what_is_down()
        return
    stop()
    _launch(program, environment)
    write_text(STARTED_WITH, given)


def _digest() -> str:
    """Tells whether what parts read at their start has changed (times of files would lie when the clock jumps)."""
    files = [path for path in paths.CONFIG.rglob("*") if path.is_file()]
    files += paths.CREDENTIALS.glob("*.crt")
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _launch(program: Path, environment: Mapping[str, str]) -> None:
    SOCKET.unlink(missing_ok=True)
    LOG.parent.mkdir(parents=True, exist_ok=True)
    command = [
        program, "up", "--config", CONFIG, "--unix-socket", SOCKET, "--use-uds", "--tui=false",
        "--keep-project", "--ordered-shutdown", "--disable-dotenv", "--log-file", LOG,
    ]  # fmt: skip
    child = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # repeats what every part writes to its own log
        stderr=subprocess.DEVNULL,  # repeats the log
        start_new_session=True,
        cwd=paths.SANDBOX,
        env=dict(environment),
        umask=0o022,  # root folders of images must be open to containers that are not root
    )
    deadline = time.monotonic() + START_SECONDS
    while not running():
        if child.poll() is not None or time.monotonic() > deadline:
            raise SandboxError(f"process-compose does not start: {_last_words()}", f"see {LOG}")
        time.sleep(0.05)


def _last_words() -> str:
    lines = LOG.read_text(errors="replace").splitlines() if LOG.exists() else []
    return Text.from_ansi(lines[-1]).plain if lines else "it says nothing"


def stop() -> None:
    """Stops the supervisor and every part, also those that a killed supervisor left behind.

    Containerd's shims and the containers are not touched: a new containerd takes them over.
    """
    if running():
        # What does not end by itself is ended below.
        with Supervisor(SOCKET) as supervisor, suppress(httpx.HTTPError):
            supervisor.shut_down()
    ours = [process for process in processes.of_sandbox(paths.SANDBOX) if not _is_shim(process.name())]
    processes.end(ours, grace=5)
    SOCKET.unlink(missing_ok=True)


def states() -> list[PartState]:
    """State of every part; empty when the supervisor is down."""
    if not running():
        return []
    with Supervisor(SOCKET) as supervisor:
        return supervisor.states()


def common_environment(tools: Sequence[Path]) -> dict[str, str]:
    """What every part gets: nothing of the user's environment (proxies above all) but PATH and the like."""
    path = [str(folder) for folder in tools] + ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"]
    return {
        "PATH": ":".join([*path, "/sbin", "/bin"]),
        "HOME": os.environ.get("HOME", "/root"),
        "LANG": "C.UTF-8",
        "SSL_CERT_FILE": str(paths.CREDENTIALS / "ca-bundle.pem"),
        "XDG_CONFIG_HOME": str(paths.RUN),  # process-compose must not read the user's own settings
        "PYTHONPATH": str(paths.PROJECT),
        "PYTHONUNBUFFERED": "1",
        **{name: value for name, value in os.environ.items() if name.startswith(PREFIX)},
        **({"XDG_CACHE_HOME": cache} if (cache := os.environ.get("XDG_CACHE_HOME")) else {}),
        processes.MARK: str(paths.SANDBOX),
    }


def _start_what_is_down() -> None:
    with Supervisor(SOCKET) as supervisor:
        for state in supervisor.states():
            if state.status not in RUNNING and state.status not in (DONE, "Pending", "Restarting"):
                supervisor.start(state.name)


def _is_shim(name: str) -> bool:
    return name.startswith("containerd-shim")
