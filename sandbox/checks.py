"""`make verify` and `make test`: programs that look at the running platform."""

import subprocess
import sys
from collections.abc import Sequence

from sandbox import deploy, paths, settings, stack, up
from sandbox.errors import SandboxError
from sandbox.supervisor import processes

DOWN = "tests/e2e/test_sandbox_down.py"
UNIT = ("tests/unit", "tests/golden")
RENDERED = "tests/rendered"
# Two at a time, handed out in order: libraries first, and Go's and Python's by turns.
TWO = ("-n", "2", "--maxschedchunk", "1")


def verify() -> None:
    """Checks the dev stack from outside.

    Raises:
        SandboxError: a check failed; it has said which.
    """
    arguments = ["--stack", stack.NAME, "--config-file", stack.CONFIG_FILE, "--baseline", deploy.BASELINE, "--write"]
    _run("verification", [sys.executable, "-m", "verify", *map(str, arguments)])


def test(arguments: Sequence[str]) -> None:
    """Runs every test there is; the end-to-end ones on the sandbox, which is brought up first.

    Args:
        arguments: for pytest, for example the path of one test.

    Raises:
        SandboxError: something failed; it has said what.
    """
    _run("ruff", [sys.executable, "-m", "ruff", "check", "."])
    _run("ruff format", [sys.executable, "-m", "ruff", "format", "--check", "."])
    _run("pyright", [sys.executable, "-m", "pyright"])
    if arguments:
        up.up(deploy.STEPS)
        _pytest("the tests", *arguments)
        return
    # From the quick to the slow: a mistake is known before anything is built.
    _pytest("the unit tests", *UNIT)
    # What `make down` leaves can only be seen on a machine without a sandbox: a running one is not taken down for it.
    if not processes.marked():
        _pytest("the test of `make down`", DOWN)
    up.up(deploy.STEPS)
    _pytest("the checks of the rendered repositories", *TWO, RENDERED)
    _pytest("the tests on the sandbox", *(f"--ignore={path}" for path in (*UNIT, DOWN, RENDERED)))


def drift(arguments: Sequence[str]) -> int:
    """Lists how every repository stands to its template.

    Args:
        arguments: for `python -m updates`.

    Returns:
        The command's exit code.
    """
    command = [sys.executable, "-m", "updates", "--github-url", settings.load().github_url, *arguments]
    return subprocess.run(command, cwd=paths.PROJECT, check=False).returncode


def bench(arguments: Sequence[str]) -> None:
    """Measures rendering, the repositories' content and the deployment, each beside its baseline.

    Args:
        arguments: for `python -m bench`; with any, only the deployment is measured.

    Raises:
        SandboxError: it could not be measured; it has said why.
    """
    if not arguments:
        _run("the benchmark of rendering", [sys.executable, "-m", "bench.rendering"])
        _run("the benchmark of the content", [sys.executable, "-m", "bench.content"])
    _run("the benchmark", [sys.executable, "-m", "bench", "--config-file", str(stack.CONFIG_FILE), *arguments])


def _pytest(name: str, *arguments: str) -> None:
    _run(name, [sys.executable, "-m", "pytest", *arguments])


def _run(name: str, command: Sequence[str]) -> None:
    if subprocess.run(command, cwd=paths.PROJECT, check=False).returncode != 0:
        raise SandboxError(f"{name} failed", "its messages are above")
