"""Compiles each template text once for all repositories.

Copier makes a new Jinja environment for every repository, and Jinja remembers what it compiled for an environment
alone: two thirds of the time for 25 repositories went into compiling the same files, paths and defaults again.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from jinja2 import Environment

_compile: Any = Environment.compile
_compiled: dict[tuple[object, ...], Any] = {}


def _once(environment: Environment, source: Any, *arguments: Any, **named: Any) -> Any:
    """As `Environment.compile`, whose result depends on its arguments, the syntax and the extensions."""
    if not isinstance(source, str):
        return _compile(environment, source, *arguments, **named)
    syntax = (type(environment), environment.lexer, frozenset(environment.extensions))
    key = (source, arguments, frozenset(named.items()), *syntax)
    if key not in _compiled:
        _compiled[key] = _compile(environment, source, *arguments, **named)
    return _compiled[key]


@contextmanager
def compiled_once() -> Generator[None]:
    """While it holds, Jinja takes what it has compiled before, also for another environment."""
    Environment.compile = _once  # pyright: ignore[reportAttributeAccessIssue]
    try:
        yield
    finally:
        Environment.compile = _compile
