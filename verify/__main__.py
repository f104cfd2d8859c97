"""`python -m verify --stack dev` prints every fact that does not hold, and `N passed, N failed`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path

import pulumi
from github import GithubException
from kubernetes.client.exceptions import ApiException
from kubernetes.config import ConfigException
from rich.console import Console
from rich.markup import escape
from urllib3.exceptions import HTTPError

from catalog import Catalog, CatalogError, load
from components.organization import connect
from outputs import PlatformOutput
from rendering import RenderError, contents
from verify import baseline, changes, footprint, gateway, repositories, repository_settings, resources, stack, workloads
from verify.connection import Connection
from verify.result import Result

# Whatever the clients of Kubernetes and GitHub raise when nobody answers, or answers with a refusal.
_UNANSWERED = (
    ApiException,
    ConfigException,
    HTTPError,
    HTTPException,
    OSError,  # requests' exceptions among them
    workloads.NoPodError,
    GithubException,
    pulumi.RunError,
)

console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Runs every check; 0 when all pass."""
    parser = argparse.ArgumentParser(prog="python -m verify", description="Checks the running platform from outside.")
    parser.add_argument("--stack", required=True)
    parser.add_argument("--config-file", help="the stack's configuration file, when it is not Pulumi.<stack>.yaml")
    parser.add_argument("--baseline", type=Path, required=True, help="what `verify.baseline` recorded before adoption")
    parser.add_argument("--write", action="store_true", help="also make and delete a sample of each service's resource")
    arguments = parser.parse_args()
    try:
        current = stack.read(arguments.stack, arguments.config_file)
        results = list(_results(current, arguments.baseline, write=arguments.write))
    except (stack.StackError, CatalogError, RenderError) as error:
        console.print(f"[red]{escape(str(error))}[/]")
        return 1
    failed = [result for result in results if not result.passed]
    for result in failed:
        console.print(f"[red]✗[/] [bold]{escape(result.subject)}[/] {escape(result.fact)}: {escape(result.problem)}")
    console.print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _results(current: stack.Stack, adopted: Path, *, write: bool) -> Iterator[Result]:
    configuration = current.configuration
    catalog = load(Path(configuration["catalog"]))
    yield _complete(catalog, current.platform)
    yield from _asked("cluster", lambda: _cluster(current, catalog, write=write))
    yield from _asked("github", lambda: _github(current, catalog, adopted))
    yield from changes.check(current.flags)


def _github(current: stack.Stack, catalog: Catalog, adopted: Path) -> Iterator[Result]:
    url = current.configuration["githubUrl"]
    expected = {name: frozenset(files) for name, files in contents(catalog).items()}
    client = connect(url, catalog.organization)
    yield from repositories.check(client, current.platform, expected, baseline.read(adopted))
    if current.configuration.get("repositories") == "reference":
        return
    deployed = {entry.name for phase in current.platform.phases for entry in phase.repositories.values()}
    yield from repository_settings.check(connect(url, catalog.organization, lazy=True), catalog, deployed)


def _cluster(current: stack.Stack, catalog: Catalog, *, write: bool) -> Iterator[Result]:
    kubeconfig = current.configuration.get("kubeconfig") or os.environ.get("KUBECONFIG")
    cluster = workloads.Cluster(kubeconfig, current.configuration["kubeContext"])
    running, namespace = workloads.deployed(current.platform), current.platform.namespace
    yield from workloads.check(cluster, current.platform)
    yield from footprint.check(cluster, catalog, namespace, running)
    if write:
        yield from resources.check(cluster, catalog, namespace, frozenset(running))
        yield from _asked("gateway", lambda: _gateway(cluster, catalog, current.platform))


def _gateway(cluster: workloads.Cluster, catalog: Catalog, platform: PlatformOutput) -> Iterator[Result]:
    running = workloads.deployed(platform)
    entry, issuer = gateway.with_role(catalog, "gateway"), gateway.with_role(catalog, "auth")
    if entry is None or issuer is None or not {entry.short_name, issuer.short_name} <= running.keys():
        return

    def connect(service: str) -> Connection:
        return cluster.connect(platform.namespace, service, running[service].port)

    with connect(entry.short_name) as way_in, connect(issuer.short_name) as auth_service:
        yield from gateway.check(way_in, auth_service, catalog, frozenset(running))


def _asked(subject: str, checks: Callable[[], Iterator[Result]]) -> Iterator[Result]:
    """The results of checks, and one more that fails when whoever they ask cannot be asked."""
    try:
        yield from checks()
    except _UNANSWERED as error:
        yield Result(subject, "can be asked", str(error))


def _complete(catalog: Catalog, platform: PlatformOutput) -> Result:
    deployed = {repository.name for phase in platform.phases for repository in phase.repositories.values()}
    waiting = [repository.name for repository in catalog.repositories if repository.name not in deployed]
    fact = f"all {len(catalog.repositories)} repositories of the catalog are deployed"
    return Result("platform", fact, f"{len(waiting)} are not: {', '.join(waiting)}" if waiting else "")


if __name__ == "__main__":
    sys.exit(main())
