"""What a template asks of a repository."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from catalog.model import Catalog, Repository
from catalog.template import FieldType, Role, SampleResource, ServiceTemplate

TemplateKind = Literal[
    "go-service", "python-service", "existing-service", "go-library", "python-library", "infrastructure"
]

# A library's first release. Its template and this number change together, because a release never changes.
LIBRARY_VERSION = "0.1.0"
_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True)


class FieldAnswers(BaseModel):
    """A field of the sample resource."""

    model_config = _MODEL
    name: str
    type: FieldType


class ResourceAnswers(BaseModel):
    """The sample resource; `plural` is its path and its table."""

    model_config = _MODEL
    name: str
    plural: str
    fields: tuple[FieldAnswers, ...]


class UpstreamAnswers(BaseModel):
    """A service that this one calls by its name in the cluster; `resource` is its sample resource's path, if known."""

    model_config = _MODEL
    name: str
    resource: str | None


class RepositoryAnswers(BaseModel):
    """The answers to `templates/copier.yml`.

    A purpose lands in YAML, Go, Python, TOML and Markdown; each template escapes it. What none of them can hold, line
    breaks and control characters, is refused here.
    """

    model_config = _MODEL
    kind: TemplateKind
    name: str
    short_name: str
    purpose: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f\u0085\u2028\u2029]+$")]
    organisation: str
    owner_team: str
    default_branch: str = "main"
    port: int
    role: Role = "resource"
    resource: ResourceAnswers | None = None
    upstreams: tuple[UpstreamAnswers, ...] = ()
    library: str = ""
    library_version: str = ""
    environments: tuple[str, ...] = ()
    image: str = ""
    infrastructure: str = ""


def of(entry: Repository, catalog: Catalog) -> RepositoryAnswers:
    """The answers for an entry of the catalog."""
    own = entry.workload.port if entry.workload else None
    settings = catalog.settings_of(entry)
    common = RepositoryAnswers(
        kind=_kind(entry),
        name=entry.name,
        short_name=entry.short_name,
        purpose=entry.purpose,
        organisation=catalog.organization,
        owner_team=settings.owner or "",
        default_branch=settings.default_branch or "",
        port=own or catalog.defaults.of(entry.language).port or 8080,
        environments=tuple(catalog.environments),
        library_version=LIBRARY_VERSION if entry.kind != "infrastructure" else "",
        image=entry.image_name if entry.kind == "service" else "",
        infrastructure=next((each.name for each in catalog.repositories if each.kind == "infrastructure"), ""),
    )
    if entry.kind != "service" or entry.origin == "existing":
        return common
    template = entry.template or ServiceTemplate()
    library = catalog.library(entry.language)
    return common.model_copy(
        update={
            "role": template.role,
            "resource": _resource(template.resource),
            "upstreams": _upstreams(entry, template.role, catalog),
            "library": library.name if library else "",
        }
    )


def _kind(entry: Repository) -> TemplateKind:
    if entry.kind == "infrastructure":
        return "infrastructure"
    if entry.kind == "library":
        return "go-library" if entry.language == "go" else "python-library"
    if entry.origin == "existing":
        return "existing-service"
    return "go-service" if entry.language == "go" else "python-service"


def _resource(resource: SampleResource) -> ResourceAnswers:
    fields = tuple(FieldAnswers(name=field.name, type=field.type) for field in resource.fields)
    return ResourceAnswers(name=resource.name, plural=resource.path, fields=fields)


def _upstreams(entry: Repository, role: Role, catalog: Catalog) -> tuple[UpstreamAnswers, ...]:
    """The gateway calls every other service, any other service what it depends on."""
    called = [
        service
        for service in catalog.services
        if service.name != entry.name and (role == "gateway" or service.name in entry.depends_on)
    ]
    return tuple(UpstreamAnswers(name=service.short_name, resource=_path(service)) for service in called)


def _path(service: Repository) -> str | None:
    if service.origin == "existing":
        return None
    return (service.template or ServiceTemplate()).resource.path
