"""Whether a service wants traffic."""


class Readiness:
    """Not ready until told otherwise; ready between the end of start-up and the beginning of shutdown."""

    def __init__(self) -> None:
        """Starts out not ready."""
        self.ready = False
