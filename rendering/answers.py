"""What a template asks of a repository."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalog.model import Catalog, Repository

TemplateKind = Literal["go-service", "python-service", "go-library", "python-library", "infrastructure"]


class RepositoryAnswers(BaseModel):
    """The answers to `templates/copier.yml`.

    A purpose lands in YAML, Go, Python, TOML and Markdown; each template escapes it. What none of them can hold, line
    breaks and control characters, is refused here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    kind: TemplateKind
    name: str
    short_name: str
    purpose: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f\u0085\u2028\u2029]+$")]
    organisation: str
    owner_team: str
    port: int


def of(entry: Repository, catalog: Catalog) -> RepositoryAnswers:
    """The answers for an entry of the catalog."""
    kind: TemplateKind = "infrastructure"
    if entry.kind == "service":
        kind = "go-service" if entry.language == "go" else "python-service"
    elif entry.kind == "library":
        kind = "go-library" if entry.language == "go" else "python-library"
    own = entry.workload.port if entry.workload else None
    return RepositoryAnswers(
        kind=kind,
        name=entry.name,
        short_name=entry.short_name,
        purpose=entry.purpose,
        organisation=catalog.organization,
        owner_team="platform",
        port=own or catalog.defaults.of(entry.language).port or 8080,
    )
