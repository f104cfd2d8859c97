"""`python -m catalog FILE` checks a catalog alone: exit code 0 and a summary, or 1 and every mistake."""

import argparse
import sys
from pathlib import Path

from catalog import CatalogError, load
from catalog.quantity import mebibytes


def main() -> int:
    """Checks the file named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m catalog", description="Checks a catalog of services.")
    parser.add_argument("file", type=Path, nargs="?", default=Path("services.yaml"))
    path: Path = parser.parse_args().file
    try:
        catalog = load(path)
    except CatalogError as error:
        print(error, file=sys.stderr)
        return 1
    memory = ", ".join(f"{name} {mebibytes(catalog.requested_memory(name))}" for name in catalog.environments)
    print(
        f"{path}: {len(catalog.repositories)} repositories, {len(catalog.services)} services, "
        f"{len(catalog.phases)} phases; requested memory at minimum replicas: {memory} of {catalog.budget.memory}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
