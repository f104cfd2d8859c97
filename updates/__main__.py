"""`python -m updates`: how every repository stands to its template. It reads, and writes nothing."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import github
import requests

from catalog import Catalog, CatalogError, load
from rendering import RenderError, write
from updates import drift_table
from updates.connection import Connection, api_url, reason
from updates.content import Content
from updates.drift import Drift, inspect
from updates.errors import ContentError
from updates.files import of_folder, rendering_in
from updates.repository import Repository

PROJECT = Path(__file__).resolve().parent.parent
# As Pulumi's `--expect-no-changes` ends when there are changes.
BEHIND = 7


def main() -> int:
    """Prints the drift; 0, or with `--expect-current` 7 when a repository is behind; 1 when it cannot tell."""
    parser = argparse.ArgumentParser(prog="python -m updates", description=__doc__)
    parser.add_argument("--catalog", type=Path, default=PROJECT / "services.yaml")
    parser.add_argument("--github-url", default="https://github.com/")
    parser.add_argument("--json", action="store_true", help="every file of every repository, for programs")
    parser.add_argument("--expect-current", action="store_true", help=f"exit code {BEHIND} when a repository is behind")
    arguments = parser.parse_args()
    try:
        found = list(_drifts(load(arguments.catalog), arguments.github_url))
    except (CatalogError, RenderError, ContentError) as error:
        print(error, file=sys.stderr)
        return 1
    except (github.GithubException, requests.RequestException) as error:
        print(f"github: {arguments.github_url}: {reason(error)}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps([asdict(drift) for drift in found], indent=2))
    else:
        drift_table.show(found)
    if any(drift.state == "unknown" for drift in found):
        return 1
    return BEHIND if arguments.expect_current and any(drift.state == "behind" for drift in found) else 0


def _drifts(catalog: Catalog, github_url: str) -> Iterator[Drift]:
    token = os.environ.get("GITHUB_TOKEN")
    if not token:
        raise ContentError("github: GITHUB_TOKEN is not set; export a token that may read the repositories")
    connection = Connection(api_url(github_url), token)
    if connection.get(f"/orgs/{catalog.organization}") is None:
        raise ContentError(f"github: {github_url} has no organisation '{catalog.organization}' that this token may see")
    listed = connection.pages(f"/orgs/{catalog.organization}/repos")
    branches = {entry["name"].lower(): entry["default_branch"] for entry in listed}
    folders = write(catalog, PROJECT / ".rendered")
    for entry in catalog.repositories:
        files = of_folder(folders[entry.name])
        content = Content(files, rendering_in(files), guest=entry.origin == "existing")
        repository = Repository(connection, catalog.organization, entry.name)
        yield inspect(repository, branches.get(entry.name.lower()), content)


if __name__ == "__main__":
    sys.exit(main())
