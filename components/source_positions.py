"""How much of the call stack Pulumi records with each resource."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

# The SDK's own frames above a resource's constructor, and the three of ours that say where it was asked for.
FRAMES = 9


@contextmanager
def shortened() -> Generator[None, None, None]:
    """Limits recorded stacks to the innermost frames while resources are registered.

    The SDK records every frame, down to the interpreter's own, and reads each one's source line for it. That was 29 %
    of the state of 22 services, which Pulumi writes anew for each step of an update, and names paths of this machine.
    `sys.tracebacklimit` is what the `traceback` module offers to bound it.
    """
    before = getattr(sys, "tracebacklimit", None)
    sys.tracebacklimit = FRAMES
    try:
        yield
    finally:
        if before is None:
            del sys.tracebacklimit
        else:
            sys.tracebacklimit = before
