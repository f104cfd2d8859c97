"""`python -m sandbox`: the commands behind the make targets."""

import sys

import typer
from rich.markup import escape

from sandbox.console import errors
from sandbox.errors import SandboxError

# Each command imports what it needs: Pulumi and the GitHub client alone take longer than `status` or `down` do.
# ruff: noqa: PLC0415

app = typer.Typer(
    help="The local world of the platform: a Kubernetes node, a registry, an image builder and a GitHub API.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def up() -> None:
    """Start whatever is down, and deploy the platform."""
    from sandbox import deploy
    from sandbox import up as coming_up

    deploy.read_catalog()
    coming_up.up(deploy.STEPS)


@app.command()
def down() -> None:
    """Stop everything and remove every trace of it."""
    from sandbox import down as going_down

    going_down.down()


@app.command()
def stop() -> None:
    """Stop everything and keep its data for the next `up`."""
    from sandbox import down as going_down

    going_down.stop()


@app.command()
def status() -> None:
    """Show what runs; exit code 0 when all is up, 1 when something is not, 3 when all is down."""
    from sandbox import status as reporting

    raise typer.Exit(reporting.show())


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def pulumi(context: typer.Context) -> None:
    """Run Pulumi on the dev stack, for example `pulumi preview --diff`."""
    from sandbox import deploy

    deploy.use_environment()
    deploy.pulumi(context.args)


@app.command()
def verify() -> None:
    """Check the running platform from outside."""
    from sandbox import checks, deploy

    deploy.use_environment()
    checks.verify()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Run style, types and every test on the running platform; bring it up first. Arguments go to pytest."""
    from sandbox import checks

    checks.test(context.args)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def drift(context: typer.Context) -> None:
    """List how every repository stands to its template. Arguments go to `python -m updates`."""
    from sandbox import checks, deploy

    deploy.use_environment()
    raise typer.Exit(checks.drift(context.args))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context) -> None:
    """Measure rendering, content and the deployment, each beside a baseline, on the running platform."""
    from sandbox import checks, deploy

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
