"""The platform's component resources, one per file."""
