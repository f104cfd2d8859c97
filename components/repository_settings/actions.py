"""Variables and secrets of GitHub Actions."""

import pulumi
import pulumi_github as github
from github.Repository import Repository

from catalog.repository_settings import RepositorySettings
from components.repository_settings.target import Target

TYPE = "github:index/actionsVariable:ActionsVariable"
"""Of the variables; writing a secret that is there already is no error, and its value cannot be read anyway."""


def wanted(prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """Names of the variables on GitHub by logical name."""
    variables = settings.variables or {}
    return {f"{prefix}-variable-{name}": name for name, value in variables.items() if value is not None}


def register(target: Target, settings: RepositorySettings) -> None:
    """Registers variables and secrets."""
    variables = settings.variables or {}
    for logical, name in wanted(target.prefix, settings).items():
        github.ActionsVariable(
            logical,
            repository=target.repository,
            variable_name=name,
            value=variables[name] or "",
            opts=target.options(logical),
        )
    for name, key in (settings.secrets or {}).items():
        logical = f"{target.prefix}-secret-{name}"
        if key:
            github.ActionsSecret(
                logical,
                repository=target.repository,
                secret_name=name,
                value=pulumi.Output.secret(target.secrets[key]),
                opts=target.options(logical),
            )


def kept(repository: Repository, prefix: str, settings: RepositorySettings) -> dict[str, str]:
    """What to import after the repository's name, by logical name, of the variables that GitHub has."""
    present = {variable.name for variable in repository.get_variables()}
    return {logical: f":{name}" for logical, name in wanted(prefix, settings).items() if name in present}
