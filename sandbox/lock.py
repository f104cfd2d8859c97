"""One `make up` or `make down` at a time on a machine: they change the same network and firewall."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager

from sandbox import paths
from sandbox.errors import SandboxError


@contextmanager
def exclusive(what: str) -> Generator[None]:
    """Holds the machine's lock; the kernel frees it however the process ends.

    Args:
        what: what the holder does, shown to whoever is refused.

    Raises:
        SandboxError: another process holds it.
    """
    paths.CACHE.mkdir(parents=True, exist_ok=True)
    with (paths.CACHE / "sandbox.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another command"
            raise SandboxError(f"{holder} is at work on the sandbox", "wait until it is done") from None
        file.truncate(0)
        file.write(f"`{what}` (pid {os.getpid()}, {paths.PROJECT})")
        file.flush()
        yield
