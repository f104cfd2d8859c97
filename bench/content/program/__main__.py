"""Makes the new repositories and their content; `way` says how. The repositories are the same both ways."""

from pathlib import Path

import pulumi
import pulumi_github as github

from catalog import load
from components.organization import api_url
from components.repository_content import PROJECT, RepositoryContent
from components.surroundings import RENDERED
from rendering import write
from rendering.answers import LIBRARY_VERSION


def main() -> None:
    """Registers what the configuration says: `way` is `commit` or `files`."""
    config = pulumi.Config()
    url, way = config.require("githubUrl"), config.require("way")
    catalog = load(PROJECT / "services.yaml")
    folders = write(catalog, PROJECT / RENDERED)
    provider = github.Provider("github", owner=catalog.organization, base_url=url, write_delay_ms=1)
    for entry in (entry for entry in catalog.repositories if entry.origin == "new"):
        options = pulumi.ResourceOptions(provider=provider)
        repository = github.Repository(entry.name, name=entry.name, auto_init=True, opts=options)
        if way == "commit":
            RepositoryContent(
                f"{entry.name}-content",
                api_url=api_url(url),
                owner=catalog.organization,
                repository=repository.name,
                branch="main",
                source=f"{RENDERED}/{entry.name}",
                release=f"v{LIBRARY_VERSION}" if entry.kind == "library" else "",
            )
        else:
            _files(entry.name, repository, folders[entry.name], options)


def _files(name: str, repository: github.Repository, folder: Path, options: pulumi.ResourceOptions) -> None:
    before: pulumi.Resource = repository
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        relative = path.relative_to(folder).as_posix()
        # One after the other: two commits at once on one branch are a conflict (409), on github.com as well.
        before = github.RepositoryFile(
            f"{name}/{relative}",
            repository=repository.name,
            branch="main",
            file=relative,
            content=path.read_text(),
            commit_message=f"Add {relative}",
            overwrite_on_create=True,
            opts=pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(depends_on=[before])),
        )


main()
