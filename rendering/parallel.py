"""Fills the cache with several processes at once; a template is rendered by pure Python, one core's worth each.

It only makes things quicker: who needs a rendering asks for it afterwards, renders what is not there, and gets the
error of a template with a mistake.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress

from pydantic import TypeAdapter

from rendering.errors import RenderError
from rendering.template import PROJECT, Source, cached, rendered

SOURCES = TypeAdapter(list[Source])
# Another process takes half a second to start, as long as three or four renderings.
WORTH = 4


def fill(sources: Iterable[Source]) -> None:
    """Renders what the cache lacks, with as many processes as there are cores; returns when all are done."""
    missing = [source for source in sources if not cached(source)]
    shares = max(1, min(len(os.sched_getaffinity(0)), len(missing) // WORTH))
    others = [_start(missing[share::shares]) for share in range(1, shares)]
    try:
        fill_here(missing[::shares])
    finally:
        for process in others:
            process.wait()


def fill_here(sources: Iterable[Source]) -> None:
    """Renders each, in this process; a mistake is left to whoever asks for the rendering."""
    for source in sources:
        with suppress(RenderError):
            rendered(source)


def _start(sources: list[Source]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "rendering"],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin
    with suppress(BrokenPipeError), process.stdin as pipe:
        pipe.write(SOURCES.dump_json(sources))
    return process
