"""`python -m bench.rendering`: all repositories from an empty cache, beside copier's own command once for each.

Both start new processes, as a person would; both begin with nothing. Ours also renders the manifests and names each
rendering. What is measured is the wall clock, so an idle machine is the one that counts.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from catalog import load
from rendering.repositories import source
from rendering.template import PROJECT, TEMPLATES, Source

AIM_SECONDS = 5
_OURS = """
import pathlib, sys
from catalog import load
from rendering import write
write(load(pathlib.Path("services.yaml")), pathlib.Path(sys.argv[1]))
"""
console = Console(highlight=False)


def main() -> int:
    """Runs both in turn and prints each figure with the ratio."""
    parser = argparse.ArgumentParser(prog="python -m bench.rendering", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--results", type=Path, help="write the figures as JSON")
    arguments = parser.parse_args()
    catalog = load(PROJECT / "services.yaml")
    sources = [source(entry, catalog) for entry in catalog.repositories]
    seconds: dict[str, list[float]] = {"ours": [], "ours, nothing changed": [], "copier's command": []}
    for run in range(1, arguments.runs + 1):
        console.print(f"run {run} of {arguments.runs}")
        with tempfile.TemporaryDirectory() as folder:
            seconds["ours"].append(_ours(Path(folder)))
            seconds["ours, nothing changed"].append(_ours(Path(folder)))
        with tempfile.TemporaryDirectory() as folder:
            seconds["copier's command"].append(_copier(sources, Path(folder)))
    _print(seconds, len(sources))
    if arguments.results:
        arguments.results.write_text(json.dumps(seconds, indent=2) + "\n")
    return 0


def _ours(folder: Path) -> float:
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    begin = time.monotonic()
    subprocess.run([sys.executable, "-c", _OURS, folder / "rendered"], cwd=PROJECT, env=environment, check=True)
    return time.monotonic() - begin


def _copier(sources: list[Source], folder: Path) -> float:
    """Seconds of copier's command for each repository; writing down the answers is not counted."""
    commands: list[list[str]] = []
    for made_of in sources:
        answers = folder / f"{made_of.answers.name}.json"  # also YAML
        data = {**made_of.answers.model_dump(mode="json"), "library_sums": list(made_of.library_sums)}
        answers.write_text(json.dumps(data))
        flags = ["--defaults", "--quiet", "--data-file", str(answers)]
        target = folder / made_of.answers.name
        commands.append([sys.executable, "-m", "copier", "copy", *flags, str(TEMPLATES), str(target)])
    begin = time.monotonic()
    for command in commands:
        subprocess.run(command, check=True)
    return time.monotonic() - begin


def _print(seconds: dict[str, list[float]], count: int) -> None:
    table = Table(f"seconds for {count} repositories", "minimum", "median", "maximum")
    for name, values in seconds.items():
        table.add_row(name, *(f"{figure:.1f}" for figure in (min(values), statistics.median(values), max(values))))
    console.print(table)
    ours, theirs = (statistics.median(seconds[name]) for name in ("ours", "copier's command"))
    console.print(f"ours takes {ours / theirs:.2f} of copier's time (the aim is at most {AIM_SECONDS} s)")


if __name__ == "__main__":
    sys.exit(main())
