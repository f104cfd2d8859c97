"""The data that the service speaks in."""
