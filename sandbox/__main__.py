"""`python -m sandbox`: the commands behind the make targets."""

import sys

import typer
from rich.markup import escape

from sandbox import checks, deploy
from sandbox import down as going_down
from sandbox import status as reporting
from sandbox import up as coming_up
from sandbox.console import errors
from sandbox.errors import SandboxError

app = typer.Typer(
    help="The local world of the platform: a Kubernetes node, a registry, an image builder and a GitHub API.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def up() -> None:
    """Start whatever is down, and deploy the platform."""
    coming_up.up(deploy.STEPS)


@app.command()
def down() -> None:
    """Stop everything and remove every trace of it."""
    going_down.down()


@app.command()
def stop() -> None:
    """Stop everything and keep its data for the next `up`."""
    going_down.stop()


@app.command()
def status() -> None:
    """Show what runs; exit code 0 when all is up, 1 when something is not, 3 when all is down."""
    raise typer.Exit(reporting.show())


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def pulumi(context: typer.Context) -> None:
    """Run Pulumi on the dev stack, for example `pulumi preview --diff`."""
    deploy.use_environment()
    deploy.pulumi(context.args)


@app.command()
def verify() -> None:
    """Check the running platform from outside."""
    deploy.use_environment()
    checks.verify()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Run style, types and every test on the running platform; bring it up first. Arguments go to pytest."""
    checks.test(context.args)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context) -> None:
    """Measure the deployment beside kubectl's, on the running platform."""
    deploy.use_environment()
    checks.bench(context.args)


def main() -> None:
    """Runs a command; what a person can mend is one message and exit code 1."""
    try:
        app()
    except SandboxError as error:
        errors.print(f"[red]✗[/] {escape(error.message)}")
        if error.hint:
            errors.print(f"  [yellow]→[/] {escape(error.hint)}")
        sys.exit(1)


if __name__ == "__main__":
    main()
