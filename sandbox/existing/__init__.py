"""Six services that existed before the platform: sources, repositories with a past, and prebuilt images."""

from sandbox.existing.histories import repositories

__all__ = ["repositories"]
