"""One repository's files from its template, kept in the cache under a key of everything that goes into them."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from rendering.answers import RepositoryAnswers
from rendering.errors import RenderError

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pyairtable" / "rendered"


@dataclass(frozen=True)
class RenderedFile:
    """One file of a repository.

    Attributes:
        content: its bytes.
        executable: whether it is a program.
    """

    content: bytes
    executable: bool


def key(answers: RepositoryAnswers) -> str:
    """Changes with the template, the answers and the renderer; the same for the same."""
    parts = (_template_hash(), version("copier"), answers.model_dump_json())
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _template_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in TEMPLATES.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(f"{path.relative_to(TEMPLATES)}\0{path.stat().st_mode & 0o111}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def render(answers: RepositoryAnswers) -> dict[str, RenderedFile]:
    """A repository's files by path, in order.

    Raises:
        RenderError: the template has a mistake.
    """
    folder = rendered(answers)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): RenderedFile(path.read_bytes(), os.access(path, os.X_OK)) for path in paths
    }


def rendered(answers: RepositoryAnswers) -> Path:
    """The folder of the cache that holds a repository's files; made when it is not there.

    Raises:
        RenderError: the template has a mistake.
    """
    target = CACHE / key(answers)
    if target.is_dir():
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, suffix=".partial") as temporary:
        work = Path(temporary) / "content"
        _copy(answers, work)
        try:
            work.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(work)
    return target


def _copy(answers: RepositoryAnswers, target: Path) -> None:
    # Only rendering needs copier, and importing it takes longer than reading everything from the cache.
    import copier  # noqa: PLC0415
    from copier.errors import CopierError  # noqa: PLC0415
    from jinja2 import TemplateError  # noqa: PLC0415

    try:
        copier.run_copy(str(TEMPLATES), target, data=answers.model_dump(), defaults=True, quiet=True)
    except TemplateError as error:
        place = f"{getattr(error, 'filename', None) or answers.kind}:{getattr(error, 'lineno', None) or '?'}"
        raise RenderError(f"{answers.name}: template {place}: {error.message or error}") from None
    except (CopierError, ValueError) as error:
        raise RenderError(f"{answers.name}: template {answers.kind}: {error}") from None
