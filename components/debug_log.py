"""The SDK's own debug messages."""

import os

import pulumi


def silence() -> None:
    """Drops the debug messages of the Python SDK, unless PYAIRTABLE_DEBUG is set.

    The SDK sends several for each resource to the engine, each in a call that blocks the program's event loop, also
    when nobody asked for them: 2 s of an update of 22 workloads (sampled with py-spy). The engine's and the providers'
    messages, which `pulumi up --debug` is used for, are not touched.
    """
    if not os.environ.get("PYAIRTABLE_DEBUG"):
        pulumi.log.debug = _nothing


def _nothing(*_: object, **__: object) -> None:
    """Takes the place of `pulumi.log.debug`."""
