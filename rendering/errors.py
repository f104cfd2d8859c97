"""What went wrong in a template."""


class RenderError(Exception):
    """A repository's content cannot be rendered; the text names the repository, the file and the reason."""
