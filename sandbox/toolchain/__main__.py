"""`python -m sandbox.toolchain [NAME…]` builds what is missing; `--list` shows what there is."""

from typing import Annotated

import typer
from rich.table import Table

from sandbox.console import console, errors
from sandbox.errors import SandboxError
from sandbox.toolchain import golang, store
from sandbox.toolchain.catalog import ALL
from sandbox.toolchain.ensure import ensure
from sandbox.toolchain.installed import installed_pulumi


def main(
    names: Annotated[list[str] | None, typer.Argument(help="Tools or programs; all that are needed, if none.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="Only show the tools and whether they are built.")] = False,
) -> None:
    """Build the sandbox's programs."""
    try:
        if listing:
            show()
        else:
            ensure(names or None)
    except SandboxError as error:
        errors.print("[red]✗[/]", end=" ")
        errors.print(error.message, markup=False)
        if error.hint:
            errors.print(f"  {error.hint}", markup=False)
        raise typer.Exit(1) from None


def show() -> None:
    """Prints one row for each tool."""
    go = golang.find()
    table = Table("tool", "version", "state", "programs", box=None)
    for tool in ALL:
        if tool.pulumi and installed_pulumi():
            state = f"not needed: {installed_pulumi()}"
        else:
            state = "built" if store.folder(tool, go.version).exists() else "missing"
        table.add_row(tool.name, tool.version, state, " ".join(tool.binaries))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
