"""The sandbox's programs, built from pinned Go modules into a cache that all clones share (see README.md here)."""

from sandbox.toolchain.ensure import Toolchain, ensure
from sandbox.toolchain.pulumi import prepare_pulumi

__all__ = ["Toolchain", "ensure", "prepare_pulumi"]
