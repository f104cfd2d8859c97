"""Room on disk and in memory."""

import shutil

import psutil

from sandbox import paths
from sandbox.preflight.problem import Problem

GIGABYTE = 1_000_000_000
# Measured: Go's build cache and the tools 8 GB, base images 1.5 GB, the registry, BuildKit and containerd 4 GB.
COLD_DISK = 15 * GIGABYTE
WARM_DISK = 6 * GIGABYTE
# The control plane and 22 services at rest take under 6 GiB, the promise of `make up`.
MEMORY = 6 * GIGABYTE


def problems() -> list[Problem]:
    """Too little room for a sandbox that is not running yet."""
    found: list[Problem] = []
    cold = not paths.TOOLCHAIN.exists()
    for place, needed in ((paths.PROJECT, WARM_DISK), (paths.CACHE, COLD_DISK if cold else WARM_DISK)):
        existing = next(folder for folder in (place, *place.parents) if folder.exists())
        free = shutil.disk_usage(existing).free
        if free < needed:
            found.append(
                Problem(
                    f"only {free / GIGABYTE:.1f} GB free under {existing}; {needed / GIGABYTE:.0f} GB are needed",
                    "free some space, or move the clone (or XDG_CACHE_HOME) to a larger disk",
                )
            )
    free = psutil.virtual_memory().available
    if free < MEMORY:
        found.append(
            Problem(
                f"only {free / GIGABYTE:.1f} GB of memory free; {MEMORY / GIGABYTE:.0f} GB are needed",
                "end other programs",
            )
        )
    return found
