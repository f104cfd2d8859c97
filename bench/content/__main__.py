"""`python -m bench.content`: counts what each way asks of GitHub, from the stand-in's own log."""

import argparse
import json
import re
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.content import engine, stand_in
from catalog import load

console = Console(highlight=False)
WAYS = {"commit": "one commit each", "files": "RepositoryFile"}
# What makes content, as the issue counts it: trees, commits, refs, and files written one by one.
CONTENT = re.compile(r"/repos/[^/]+/[^/]+/(git/(trees|commits|refs(/.*)?)|contents/.*)$")
A_MINUTE, AN_HOUR = 80, 500
MOST, RATIO = 60, 10


@dataclass(frozen=True)
class Run:
    """What one run took.

    Attributes:
        seconds: of the whole `pulumi up` on the stand-in, which has no limits.
        requests: to GitHub, all.
        writes: requests that make content.
    """

    seconds: float
    requests: int
    writes: int

    @property
    def allowed_minutes(self) -> float:
        """Minutes that github.com's content limits ask for: 80 a minute, and 500 an hour."""
        hours, rest = divmod(self.writes - 1, AN_HOUR)
        return hours * 60 + rest // A_MINUTE


def main() -> int:
    """Runs both ways in turn; 1 when the program's way misses its aim."""
    parser = argparse.ArgumentParser(prog="python -m bench.content", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--port", type=int, default=14849, help="of the GitHub stand-in")
    parser.add_argument("--results", type=Path, help="write the figures as JSON")
    arguments = parser.parse_args()
    runs: dict[str, list[Run]] = {way: [] for way in WAYS}
    for number in range(1, arguments.runs + 1):
        for way, name in WAYS.items():
            run = _measure(way, arguments.port)
            runs[way].append(run)
            console.print(f"run {number} of {arguments.runs}, {name}: {run.seconds:.1f} s")
    if arguments.results:
        figures = {way: [asdict(run) for run in done] for way, done in runs.items()}
        arguments.results.write_text(json.dumps(figures, indent=2) + "\n")
    return _report(runs)


def _measure(way: str, port: int) -> Run:
    owner = load(engine.PROJECT / "services.yaml").organization
    with tempfile.TemporaryDirectory() as folder, stand_in.running(Path(folder) / "github", owner, port) as github:
        seconds = engine.deploy(way, github, Path(folder))
        log = [entry for entry in github.requests() if not entry["path"].startswith("/_")]
    writes = [entry for entry in log if entry["method"] != "GET" and CONTENT.search(entry["path"])]
    return Run(seconds, len(log), len(writes))


def _report(runs: dict[str, list[Run]]) -> int:
    table = Table("", "writes", "requests", "seconds: min / median / max", "minutes on github.com")
    for way, done in runs.items():
        seconds = [run.seconds for run in done]
        spread = f"{min(seconds):.1f} / {statistics.median(seconds):.1f} / {max(seconds):.1f}"
        most = max(done, key=lambda run: run.writes)
        table.add_row(WAYS[way], str(most.writes), str(most.requests), spread, f"{most.allowed_minutes:.0f}")
    console.print(table)
    ours = max(run.writes for run in runs["commit"])
    ratio = min(run.writes for run in runs["files"]) / ours
    console.print(f"{ratio:.1f} times fewer content writes (the aim is {RATIO}), {ours} in all (at most {MOST});")
    console.print(f"minutes are what {A_MINUTE} content writes a minute and {AN_HOUR} an hour allow")
    return 0 if ours <= MOST and ratio >= RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
