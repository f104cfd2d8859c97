"""One repository's files from its template, kept in the cache under a key of everything that goes into them.

Each repository carries `.copier-answers.yml`, whose last line names the rendering that it came from: a hash of all
other files. It tells later which state of the template a team started from (docs/decisions/template-updates.md).
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from rendering.answers import RepositoryAnswers
from rendering.errors import RenderError

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = PROJECT / "templates"
# What a repository was rendered from, and the key of its last line.
ANSWERS = ".copier-answers.yml"
RENDERING = "rendering"
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


@dataclass(frozen=True)
class Source:
    """All that a repository's content is made of.

    Attributes:
        answers: to the template's questions.
        library_sums: lines of go.sum for the library that a Go service imports.
        files: by path, what is rendered elsewhere and only carried along, such as manifests.
    """

    answers: RepositoryAnswers
    library_sums: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict[str, str])


def key(source: Source) -> str:
    """Changes with the template, the source and the renderer; the same for the same."""
    made_of = (source.answers.model_dump_json(), json.dumps(source.library_sums), json.dumps(dict(source.files)))
    parts = (_template_hash(), version("copier"), *made_of)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@cache
def _template_hash() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in TEMPLATES.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(f"{path.relative_to(TEMPLATES)}\0{path.stat().st_mode & 0o111}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def render(source: Source) -> dict[str, RenderedFile]:
    """A repository's files by path, in order.

    Raises:
        RenderError: the template has a mistake.
    """
    folder = rendered(source)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): RenderedFile(path.read_bytes(), os.access(path, os.X_OK)) for path in paths
    }


def rendered(source: Source) -> Path:
    """The folder of the cache that holds a repository's files; made when it is not there.

    Raises:
        RenderError: the template has a mistake.
    """
    target = CACHE / key(source)
    if target.is_dir():
        return target
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE, suffix=".partial") as temporary:
        work = Path(temporary) / "content"
        _copy(source, work)
        for path, text in source.files.items():
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            (work / path).write_text(text)
        _name_the_rendering(work)
        try:
            work.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(work)
    return target


def _copy(source: Source, target: Path) -> None:
    # Only rendering needs copier, and importing it takes longer than reading everything from the cache.
    import copier  # noqa: PLC0415
    from copier.errors import CopierError  # noqa: PLC0415
    from jinja2 import TemplateError  # noqa: PLC0415
    from plumbum import local  # noqa: PLC0415

    from rendering.compilation import compiled_once  # noqa: PLC0415

    answers = source.answers
    data = {**answers.model_dump(mode="json"), "library_sums": list(source.library_sums)}
    try:
        # It would ask git about every file. The template is a plain folder, whatever repository it lies in.
        with local.env(PATH=os.devnull), compiled_once():
            copier.run_copy(str(TEMPLATES), target, data=data, defaults=True, quiet=True)
    except TemplateError as error:
        place = f"{getattr(error, 'filename', None) or answers.kind}:{getattr(error, 'lineno', None) or '?'}"
        raise RenderError(f"{answers.name}: template {place}: {error.message or error}") from None
    except (CopierError, ValueError) as error:
        raise RenderError(f"{answers.name}: template {answers.kind}: {error}") from None


def _name_the_rendering(folder: Path) -> None:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ANSWERS):
        digest.update(f"{path.relative_to(folder)}\0{os.access(path, os.X_OK)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    with (folder / ANSWERS).open("a") as file:
        file.write(f"{RENDERING}: {digest.hexdigest()[:16]}\n")
