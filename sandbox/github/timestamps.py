"""Times as the API writes them: UTC, whole seconds, `2026-01-02T03:04:05Z`."""

from datetime import UTC, datetime


def now() -> str:
    """This moment."""
    return from_seconds(datetime.now(UTC).timestamp())


def from_seconds(seconds: float) -> str:
    """Seconds since the epoch, as git stores them."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_seconds(text: str) -> int:
    """Seconds since the epoch.

    Raises:
        ValueError: not an ISO 8601 time.
    """
    moment = datetime.fromisoformat(text)
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
