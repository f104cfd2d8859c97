"""The content of generated repositories, rendered from `templates/`. Pure: it imports no Pulumi and asks nobody."""

from rendering.answers import RepositoryAnswers
from rendering.errors import RenderError
from rendering.repositories import contents, write
from rendering.template import RenderedFile, Source, render

__all__ = ["RenderError", "RenderedFile", "RepositoryAnswers", "Source", "contents", "render", "write"]
