"""`python -m sandbox.github --port P --data DIR --token-file F --owner Reg-Kris`: serves until it is stopped."""

import argparse
import sys
from pathlib import Path

import uvicorn

from sandbox.console import errors
from sandbox.errors import SandboxError
from sandbox.github.application import create_application
from sandbox.github.tokens import Tokens
from sandbox.github.world import World

HOST = "127.0.0.1"  # never reachable from outside


def main(arguments: list[str] | None = None) -> int:
    """Runs the server; 1 for what a person can mend."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.github", description="The sandbox's GitHub API.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of the database and the git repositories")
    parser.add_argument("--token-file", type=Path, required=True, help="per line: token [login [member]]")
    parser.add_argument("--owner", default="Reg-Kris", help="the one organisation")
    options = parser.parse_args(arguments)
    try:
        tokens = _tokens(options.token_file)
    except SandboxError as error:
        errors.print(f"[red]error:[/] {error.message}\n{error.hint}")
        return 1
    world = World(options.data, options.owner, f"http://{HOST}:{options.port}")
    world.remove_leftovers()
    uvicorn.run(
        create_application(world, tokens), host=HOST, port=options.port, log_config=_LOGGING, server_header=False
    )
    return 0


def _tokens(file: Path) -> Tokens:
    try:
        tokens = Tokens.read(file)
    except OSError as error:
        raise SandboxError(f"cannot read the token file {file}: {error.strerror}") from None
    if not tokens.actors:
        raise SandboxError(f"the token file {file} is empty", hint="write one token per line")
    return tokens


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(message)s"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "loggers": {name: {"handlers": ["stdout"], "level": "INFO"} for name in ("uvicorn", "sandbox.github")},
}

if __name__ == "__main__":
    sys.exit(main())
