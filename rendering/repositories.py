"""All generated repositories of a catalog."""

from pathlib import Path

from catalog.model import Catalog, Repository
from rendering.answers import Kind, RepositoryAnswers
from rendering.files import Files, write_files
from rendering.render import render

OWNER_TEAM = "platform"
DEFAULT_PORT = 8080


def answers(entry: Repository, catalog: Catalog) -> RepositoryAnswers:
    """What the templates need to know about an entry of the catalog."""
    layers = (entry.workload, catalog.defaults.of(entry.language))
    return RepositoryAnswers(
        kind=_kind(entry),
        name=entry.name,
        short_name=entry.short_name,
        purpose=entry.purpose,
        organisation=catalog.organization,
        owner_team=OWNER_TEAM,
        port=next((layer.port for layer in layers if layer and layer.port), DEFAULT_PORT),
    )


def contents(catalog: Catalog) -> dict[str, Files]:
    """The files of every new repository, by its name.

    Raises:
        RenderingError: a template is wrong.
    """
    return {entry.name: render(answers(entry, catalog)) for entry in catalog.repositories if entry.origin == "new"}


def write(catalog: Catalog, folder: Path) -> dict[str, Path]:
    """Writes every new repository into a folder of its name; what is no longer rendered is removed there.

    Returns:
        The folders by repository name.

    Raises:
        RenderingError: a template is wrong.
    """
    written: dict[str, Path] = {}
    for name, files in contents(catalog).items():
        target = written[name] = folder / name
        if target.is_dir():
            for path in target.rglob("*"):
                if path.is_file() and path.relative_to(target).as_posix() not in files:
                    path.unlink()
        write_files(files, target)
    return written


def _kind(entry: Repository) -> Kind:
    if entry.kind == "infrastructure":
        return "infrastructure"
    if entry.kind == "service":
        return "go-service" if entry.language == "go" else "python-service"
    return "go-library" if entry.language == "go" else "python-library"
