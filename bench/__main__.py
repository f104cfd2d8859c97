"""`make bench`: `pulumi up` of all workloads beside `kubectl apply` and `kubectl rollout status` of the same objects.

Both deploy the 22 workloads of the dev catalog by the digests that the running platform has, each run into an empty
namespace of its own, in turn. Pulumi does more meanwhile: it waits between phases, and it keeps state.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import kubectl, program
from bench.workloads import Workloads

console = Console(highlight=False)


def main() -> int:
    """Runs both in turn and prints each figure with the ratio."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures the deployment beside kubectl's.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--config-file", type=Path, required=True, help="configuration of the running dev stack")
    parser.add_argument("--results", type=Path, help="write the figures as JSON")
    arguments = parser.parse_args()
    workloads = Workloads.of_running_platform(arguments.config_file)
    seconds: dict[str, list[float]] = {"pulumi up": [], "kubectl apply + rollout status": []}
    with tempfile.TemporaryDirectory() as folder:
        for run in range(1, arguments.runs + 1):
            console.print(f"run {run} of {arguments.runs}")
            seconds["kubectl apply + rollout status"].append(kubectl.deploy(workloads, Path(folder)))
            seconds["pulumi up"].append(program.deploy(workloads, Path(folder)))
    _print(seconds)
    if arguments.results:
        arguments.results.write_text(json.dumps(seconds, indent=2) + "\n")
    return 0


def _print(seconds: dict[str, list[float]]) -> None:
    table = Table("seconds", "minimum", "median", "maximum")
    for name, values in seconds.items():
        table.add_row(name, *(f"{figure:.1f}" for figure in (min(values), statistics.median(values), max(values))))
    console.print(table)
    ours, theirs = (statistics.median(values) for values in seconds.values())
    console.print(f"ratio of the medians: {ours / theirs:.2f} (the aim is at most 2)")


if __name__ == "__main__":
    sys.exit(main())
