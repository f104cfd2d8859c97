"""The second half of `make up`: what the program needs to find, then one `pulumi up`."""

import os
from collections.abc import Sequence

import httpx

from catalog import Catalog, CatalogError
from catalog import load as load_catalog
from components.organization import connect
from sandbox import paths, stack, stack_lock, toolchain
from sandbox.console import console, step
from sandbox.errors import SandboxError
from sandbox.existing import build as existing_images
from sandbox.existing import repositories as existing_repositories
from sandbox.github.seed import seed
from sandbox.images import base, build_secrets, buildkit, library_cache
from sandbox.parts import GITHUB_DATA
from sandbox.postgres import databases
from sandbox.postgres import server as postgres
from sandbox.settings import Settings, load
from sandbox.up import World
from verify import baseline

BASELINE = paths.DATA / "baseline.json"
# Many resources wait for others to be ready; Pulumi's default of a few at a time makes each wait in turn.
PARALLEL = 64


def prepare_pulumi(world: World) -> None:
    """Makes Pulumi, its plugins and the dev stack ready, and puts their environment into this process."""
    with step("preparing Pulumi, its plugins and the stack"):
        environment = stack.variables([toolchain.prepare_pulumi(paths.PULUMI_HOME)])
        stack.write_environment(environment)
        os.environ.update(environment)
        buildkit.write_docker_config()
        build_secrets.write(world.settings, stack.github_token())
        stack.prepare(world.settings, environment)


def fill_postgres(world: World) -> None:
    """Makes the services' databases, and tells the stack where they are."""
    with step("preparing the services' databases"):
        _give_databases(world.settings)


def _give_databases(settings: Settings) -> None:
    catalog = read_catalog()
    addresses = databases.ensure(settings, catalog)
    stack.hold_databases(addresses, [service.short_name for service in catalog.services], os.environ)


def read_catalog() -> Catalog:
    """The project's catalog; asked for first, so that a mistake in it is known before anything starts.

    Raises:
        SandboxError: with every mistake of the file.
    """
    path = paths.PROJECT / "services.yaml"
    try:
        return load_catalog(path)
    except CatalogError as error:
        text = str(error).replace(f"{paths.PROJECT}{os.sep}", "")
        raise SandboxError(
            f"services.yaml cannot be deployed:\n{text}", "correct it and run the command again"
        ) from None


def seed_world(world: World) -> None:
    """Leaves GitHub and the registry as the organisation's teams had them before the platform."""
    with step("seeding the existing repositories"):
        seed(GITHUB_DATA, world.settings.github_owner, existing_repositories())
        client = connect(world.settings.github_url, world.settings.github_owner)
        baseline.record(BASELINE, client, read_catalog())
    library_cache.forget_changed(read_catalog())
    try:
        base.ensure()
        existing_images.ensure_images(world.settings.registry)
    except httpx.HTTPError as error:
        raise SandboxError(f"the registry does not answer: {error}", "see .sandbox/logs/registry.log") from None


def deploy(_: World) -> None:
    """Runs `pulumi up` on the dev stack.

    Raises:
        SandboxError: Pulumi ends with an error; it has said why.
    """
    stack_lock.release(stack.NAME, os.environ)
    pulumi(["up", "--yes", "--skip-preview", "--suppress-outputs", "--parallel", str(PARALLEL)])


def use_environment() -> None:
    """Puts the environment of a sandbox that is up into this process.

    Raises:
        SandboxError: the sandbox is not up.
    """
    if not stack.CONFIG_FILE.exists():
        raise SandboxError("the local platform is not set up", "run `make up`")
    os.environ.update(stack.variables([toolchain.prepare_pulumi(paths.PULUMI_HOME)]))


def pulumi(arguments: Sequence[str]) -> None:
    """Runs Pulumi in this terminal.

    Raises:
        SandboxError: it ends with an error; it has said why.
    """
    if stack.is_configured(arguments):
        # A service that was added to the catalog meanwhile has none yet.
        _give_databases(load())
    if stack.run(arguments, os.environ) != 0:
        raise SandboxError(
            f"`pulumi {arguments[0]}` failed", "its messages are above; `make up` goes on where it stopped"
        )


def say_where(world: World) -> None:
    """Prints where everything is."""
    console.print(f"  Kubernetes  {world.settings.api_server}  context {world.settings.context}")
    console.print(f"  registry    https://{world.settings.registry}")
    console.print(f"  GitHub      {world.settings.github_url}{world.settings.github_owner}")
    admin = postgres.ADMIN_URL.relative_to(paths.PROJECT)
    console.print(f"  PostgreSQL  127.0.0.1:{world.settings.postgres_port}  the administrator's address: {admin}")
    console.print("  In a terminal of your own: source .sandbox/env")


STEPS = (prepare_pulumi, fill_postgres, seed_world, deploy, say_where)
