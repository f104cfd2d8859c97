"""What a person can mend: printed as one message, never as a traceback."""


class SandboxError(Exception):
    """The sandbox cannot go on.

    Args:
        message: what is wrong, and where.
        hint: what to do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
