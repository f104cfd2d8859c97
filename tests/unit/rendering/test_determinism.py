"""The same catalog gives the same bytes, on every machine and in every process."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
PROGRAM = """
import hashlib, json, os, pathlib, sys
from catalog import load
from rendering import render
from rendering.repositories import source
os.umask(int(sys.argv[1], 8))
catalog = load(pathlib.Path("services.yaml"))
print(json.dumps({
    f"{entry.name}/{path}": (hashlib.sha256(file.content).hexdigest(), file.executable)
    for entry in catalog.repositories for path, file in render(source(entry, catalog)).items()
}))
"""


def rendered(cache: Path, hash_seed: str, umask: str) -> dict[str, list[object]]:
    """Every file of every repository, rendered by a new process from an empty cache."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", PROGRAM, umask]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_rendering_does_not_depend_on_cache_hash_seed_or_umask(tmp_path: Path) -> None:
    first = rendered(tmp_path / "first", "1", "022")
    second = rendered(tmp_path / "second", "2", "077")
    assert len({path.split("/")[0] for path in first}) == 25
    assert {path: first.get(path) for path in second} == second
    assert sorted(first) == sorted(second)
