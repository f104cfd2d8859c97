"""`python -m verify --stack dev` prints every fact that does not hold, and `N passed, N failed`."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from catalog import Catalog, load
from components.organization import connect
from outputs import PlatformOutput
from rendering import contents
from verify import baseline, changes, repositories, stack, workloads
from verify.result import Result

console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Runs every check; 0 when all pass."""
    parser = argparse.ArgumentParser(prog="python -m verify", description="Checks the running platform from outside.")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--config-file", help="the stack's configuration file, when it is not Pulumi.<stack>.yaml")
    parser.add_argument("--baseline", type=Path, required=True, help="what `verify.baseline` recorded before adoption")
    arguments = parser.parse_args()
    try:
        current = stack.read(arguments.stack, arguments.config_file)
    except stack.StackError as error:
        console.print(f"[red]{escape(str(error))}[/]")
        return 1
    results = list(_results(current, arguments.baseline))
    failed = [result for result in results if not result.passed]
    for result in failed:
        console.print(f"[red]✗[/] [bold]{escape(result.subject)}[/] {escape(result.fact)}: {escape(result.problem)}")
    console.print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _results(current: stack.Stack, adopted: Path) -> Iterator[Result]:
    configuration = current.configuration
    catalog = load(Path(configuration["catalog"]))
    yield _complete(catalog, current.platform)
    kubeconfig = configuration.get("kubeconfig") or os.environ.get("KUBECONFIG")
    yield from workloads.check(workloads.Cluster(kubeconfig, configuration["kubeContext"]), current.platform)
    client = connect(configuration["githubUrl"], catalog.organization)
    expected = {name: frozenset(files) for name, files in contents(catalog).items()}
    yield from repositories.check(client, current.platform, expected, baseline.read(adopted))
    yield from changes.check(current.flags)


def _complete(catalog: Catalog, platform: PlatformOutput) -> Result:
    deployed = {repository.name for phase in platform.phases for repository in phase.repositories.values()}
    waiting = [repository.name for repository in catalog.repositories if repository.name not in deployed]
    fact = f"all {len(catalog.repositories)} repositories of the catalog are deployed"
    return Result("platform", fact, f"{len(waiting)} are not: {', '.join(waiting)}" if waiting else "")


if __name__ == "__main__":
    sys.exit(main())
