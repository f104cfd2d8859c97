"""Labels of issues and pull requests. Each is its own resource: labels that a team made itself are left alone."""

import pulumi_github as github
from github.Repository import Repository

from catalog.repository_settings import RepositorySettings
from components.repository_settings.target import Target

TYPE = "github:index/issueLabel:IssueLabel"


def wanted(prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """Names on GitHub by logical name."""
    return {f"{prefix}-label-{name}": name for name, label in (settings.labels or {}).items() if label}


def register(target: Target, settings: RepositorySettings) -> None:
    """Registers the labels."""
    labels = settings.labels or {}
    for logical, name in wanted(target.prefix, settings).items():
        label = labels[name]
        if label and label.color:
            github.IssueLabel(
                logical,
                repository=target.repository,
                name=name,
                color=label.color,
                description=label.description or "",
                opts=target.options(logical),
            )


def kept(repository: Repository, prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """What to import after the repository's name, by logical name, of the labels that GitHub has."""
    # GitHub does not tell upper from lower case in their names.
    present = {label.name.lower(): label.name for label in repository.get_labels()}
    return {
        logical: f":{present[name.lower()]}"
        for logical, name in wanted(prefix, settings).items()
        if name.lower() in present
    }
