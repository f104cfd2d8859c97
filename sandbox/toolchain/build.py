"""Builds one tool: a copy of its module, `go build`, and a rename when everything is there."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO

from sandbox.errors import SandboxError
from sandbox.toolchain import store
from sandbox.toolchain.catalog import Tool
from sandbox.toolchain.golang import Go

LINES_SHOWN = 15  # of a failed build's log


async def build(tool: Tool, go: Go) -> None:
    """Builds a tool unless it is there; another process that builds the same one is waited for.

    A build that is killed leaves only a temporary folder, which the next one removes; Go's own cache keeps what was
    compiled, so that little is lost.

    Raises:
        SandboxError: the build failed; the message ends with the log's last lines and its path.
    """
    target = store.folder(tool, go.version)
    target.parent.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        await _lock(stack.enter_context((target.parent / "lock").open("w")))
        if target.exists():
            return
        for leftover in target.parent.glob("*.partial"):
            shutil.rmtree(leftover)
        work = Path(tempfile.mkdtemp(suffix=".partial", dir=target.parent))
        stack.callback(shutil.rmtree, work, ignore_errors=True)
        log = store.log(tool)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w") as output:
            await _compile(tool, go, work, output)
        (work / "made").rename(target)


async def _lock(file: IO[str]) -> None:
    while True:
        try:
            return flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            await asyncio.sleep(0.5)


async def _compile(tool: Tool, go: Go, work: Path, output: IO[str]) -> None:
    source = work / "source"
    shutil.copytree(tool.folder, source)
    binaries = work / "made" / "bin"
    binaries.mkdir(parents=True)
    environment = {**os.environ, **store.ENVIRONMENT, "VERSION": tool.version}

    async def run(*arguments: str, into: IO[str] = output) -> None:
        await _run(tool, [str(go.path), *arguments], source, environment, into)

    if tool.generate is not None:
        await run("run", "./generate", *tool.generate)
    if len(tool.binaries) == 1:
        ((name, package),) = tool.binaries.items()
        await run("build", "-ldflags", tool.linker_flags, "-o", str(binaries / name), package)
    else:  # one command, so that what they share is compiled once; each is named as its package
        await run("build", "-ldflags", tool.linker_flags, "-o", f"{binaries}/", *tool.binaries.values())
    for file in tool.files:
        place = work / "place"
        with place.open("w") as into:
            await run("list", "-m", "-f", "{{.Dir}}", file.module, into=into)
        installed = binaries / Path(file.path).name
        shutil.copyfile(Path(place.read_text().strip()) / file.path, installed)
        installed.chmod(0o755)


async def _run(
    tool: Tool, command: Sequence[str], folder: Path, environment: Mapping[str, str], output: IO[str]
) -> None:
    log = store.log(tool)
    with log.open("a") as problems:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=environment, stdout=output, stderr=problems, start_new_session=True
        )
        try:
            code = await process.wait()
        finally:
            if process.returncode is None:  # cancelled: the compilers that `go` started end with it
                os.killpg(process.pid, signal.SIGTERM)
    if code:
        last = "\n".join(log.read_text(errors="replace").splitlines()[-LINES_SHOWN:])
        raise SandboxError(
            f"building {tool.name} {tool.version} failed:\n{last}",
            hint=f"The whole log is {log}. The command was: {' '.join(command)}",
        )
