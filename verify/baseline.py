"""What the existing repositories were before they were adopted, so that nothing lost goes unseen.

`python -m verify.baseline` records it once, before the first `pulumi up`; a later run only adds what is new.
"""

import json
from itertools import islice
from pathlib import Path

import github
from github.Repository import Repository
from pydantic import BaseModel, ConfigDict, TypeAdapter

from catalog import Catalog


class Adopted(BaseModel):
    """An existing repository as it was found.

    Attributes:
        id: GitHub's id, which a rename keeps.
        name: the name that it had.
        commits: shas on its default branch, newest first, at most 100.
    """

    model_config = ConfigDict(frozen=True)
    id: int
    name: str
    commits: tuple[str, ...]


_FILE = TypeAdapter(dict[str, Adopted])
MAXIMUM_COMMITS = 100


def read(path: Path) -> dict[str, Adopted]:
    """The recorded repositories by the catalog's name; empty when there is no record."""
    return _FILE.validate_json(path.read_bytes()) if path.is_file() else {}


def record(path: Path, client: github.Github, catalog: Catalog) -> None:
    """Adds the catalog's existing repositories that the file does not have yet."""
    known = read(path)
    for entry in catalog.repositories:
        if entry.origin != "existing" or entry.name in known:
            continue
        repository = _find(client, catalog.organization, [entry.renamed_from, entry.name])
        if repository is not None:
            shas = [commit.sha for commit in islice(repository.get_commits(), MAXIMUM_COMMITS)]
            known[entry.name] = Adopted(id=repository.id, name=repository.name, commits=tuple(shas))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_FILE.dump_python(known, mode="json"), indent=2) + "\n")


def _find(client: github.Github, organization: str, names: list[str | None]) -> Repository | None:
    for name in names:
        if name is None:
            continue
        try:
            return client.get_repo(f"{organization}/{name}")
        except github.UnknownObjectException:
            continue
    return None
