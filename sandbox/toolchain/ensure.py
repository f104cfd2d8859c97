"""Makes tools available: what is built costs nothing, the rest is built two at a time."""

import asyncio
import signal
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.errors import SandboxError
from sandbox.toolchain import golang, store
from sandbox.toolchain.build import build
from sandbox.toolchain.catalog import ALL, BY_NAME, Tool
from sandbox.toolchain.golang import Go
from sandbox.toolchain.installed import installed_pulumi
from sandbox.toolchain.progress import Builds

AT_ONCE = 2  # a link step uses one core and up to 3 GiB


@dataclass(frozen=True)
class Toolchain:
    """Built programs.

    Args:
        binaries: program name to its file.
    """

    binaries: Mapping[str, Path]

    def path(self, name: str) -> Path:
        """The program's file.

        Raises:
            KeyError: it was not asked for when the toolchain was made.
        """
        return self.binaries[name]

    @property
    def bin_directories(self) -> tuple[Path, ...]:
        """Folders to put on PATH."""
        return tuple(dict.fromkeys(path.parent for path in self.binaries.values()))


def required() -> tuple[Tool, ...]:
    """All tools, without Pulumi and its plugins where a fitting `pulumi` is installed."""
    return tuple(tool for tool in ALL if not (tool.pulumi and installed_pulumi()))


def ensure(tools: Iterable[str] | None = None) -> Toolchain:
    """Builds what is missing.

    Args:
        tools: names of tools or of their programs; all that this machine needs when left out.

    Raises:
        SandboxError: a name is unknown, there is no Go, or a build failed.
    """
    if tools is None:
        wanted = required()
    else:
        names = list(tools)
        unknown = [name for name in names if name not in BY_NAME]
        if unknown:
            raise SandboxError(
                f"the toolchain has no {', '.join(unknown)}", hint=f"It has: {', '.join(sorted(BY_NAME))}."
            )
        chosen = {BY_NAME[name].name for name in names}
        wanted = tuple(tool for tool in ALL if tool.name in chosen)
    return ensure_tools(wanted)


def ensure_tools(wanted: Sequence[Tool]) -> Toolchain:
    """As `ensure`, for tools that need not be in the catalog."""
    go = golang.find()
    missing = [tool for tool in wanted if not store.folder(tool, go.version).exists()]
    if missing:
        try:
            asyncio.run(_build_all(missing, go))
        except asyncio.CancelledError:
            raise SystemExit(128 + signal.SIGTERM) from None
    return Toolchain(
        {
            name: store.folder(tool, go.version) / "bin" / name
            for tool in wanted
            for name in (*tool.binaries, *(Path(file.path).name for file in tool.files))
        }
    )


async def _build_all(tools: Sequence[Tool], go: Go) -> None:
    builds = Builds(len(tools))
    places = asyncio.Semaphore(AT_ONCE)
    failed: list[BaseException] = []

    async def one(tool: Tool) -> None:
        async with places:
            with builds.building(tool.name):
                await build(tool, go)

    this = asyncio.current_task()
    if this and threading.current_thread() is threading.main_thread():  # others may not handle signals
        # Like Ctrl-C, a termination ends the compilers too: they would go on for minutes.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    with builds.display():
        try:
            async with asyncio.TaskGroup() as group:
                for tool in tools:
                    group.create_task(one(tool))
        except* SandboxError as failures:
            failed.extend(failures.exceptions)
    if failed:
        raise failed[0]
