"""What a person has to mend before a repository gets its content."""


class ContentError(Exception):
    """One repository's problem; the text names the repository, what is wrong and, where known, what to do."""


class MovedError(Exception):
    """A branch has moved since it was read; reading again and trying again is safe."""
