"""One `pulumi up` of the benchmark's program on a stack of its own, with its state in a folder of its own."""

import os
import subprocess
import time
from pathlib import Path

from bench.content.stand_in import StandIn

PROGRAM = Path(__file__).resolve().parent / "program"
PROJECT = PROGRAM.parents[2]


def deploy(way: str, stand_in: StandIn, folder: Path) -> float:
    """Makes all repositories and their content.

    Args:
        way: `commit` or `files`.
        stand_in: the GitHub.
        folder: for state and configuration.

    Returns:
        Seconds of the whole `pulumi up`.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is printed first.
    """
    (folder / "state").mkdir()
    environment = {
        **os.environ,
        "GITHUB_TOKEN": stand_in.token,
        # Pulumi runs a program from its folder; the packages are the project's.
        "PYTHONPATH": str(PROJECT),
        "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    environment.pop("PULUMI_CONFIG_PASSPHRASE_FILE", None)
    config = folder / "Pulumi.bench.yaml"
    config.write_text(f"config:\n  content-benchmark:githubUrl: {stand_in.url}/\n  content-benchmark:way: {way}\n")
    chosen = ["--stack", "bench", "--config-file", str(config), "--non-interactive"]
    _run(["pulumi", "stack", "init", "bench", "--non-interactive"], environment)
    begin = time.monotonic()
    _run(["pulumi", "up", *chosen, "--yes", "--skip-preview", "--parallel", "16"], environment)
    return time.monotonic() - begin


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=PROGRAM, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout + done.stderr)
        done.check_returncode()
