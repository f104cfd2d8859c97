"""The typed model of `services.yaml`. Pure data: it imports no Pulumi and reads no file."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from catalog.github_names import TeamSlug
from catalog.layers import WorkloadLayer
from catalog.names import (
    EnvironmentName,
    FormerName,
    ImageName,
    ImageTag,
    Line,
    OrganizationName,
    RepositoryName,
    short,
)
from catalog.quantity import Memory, parse
from catalog.repository_settings import RepositorySettings, SettingsByKind, Team
from catalog.settings_layers import allowed, named_in
from catalog.settings_layers import resolve as resolve_settings
from catalog.template import ServiceTemplate
from catalog.workload import WorkloadSpec, resolve

_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)

# A YAML sequence arrives as a list; strict mode would refuse it for a tuple, and a frozen model wants a tuple.
Names = Annotated[tuple[str, ...], Field(strict=False)]

Kind = Literal["service", "library", "infrastructure"]
Language = Literal["go", "python"]
# No organisation spends a billion a month on 22 services; the bound keeps arithmetic and output sane.
Dollars = Annotated[int, Field(ge=0, le=10**9)]


class DollarRange(BaseModel):
    """A range of US dollars a month."""

    model_config = _MODEL
    minimum: Dollars
    """US dollars a month, at least."""
    maximum: Dollars
    """US dollars a month, at most."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.minimum > self.maximum:
            raise ValueError(f"the minimum {self.minimum} is above the maximum {self.maximum}; swap them")
        return self


class Usage(BaseModel):
    """What a platform takes."""

    model_config = _MODEL
    memory: Memory
    """Bytes, such as 7.2G."""
    monthly_dollars: Dollars
    """US dollars a month."""


class Budget(BaseModel):
    """What the platform may take, and what it took before the plan."""

    model_config = _MODEL
    memory: Memory
    """Requested memory of all services at minimum replicas, at most."""
    monthly_dollars: DollarRange
    """The range that the plan expects."""
    before: Usage
    """What the platform took before the plan, for comparison."""


class Phase(BaseModel):
    """A step of the deployment: it starts when every workload of the step before is ready."""

    model_config = _MODEL
    number: Annotated[int, Field(ge=0, le=1000)]
    """Counts up from 0 in the order of the list."""
    title: Annotated[Line, Field(max_length=80)]
    """A few words for people."""


class PrebuiltImage(BaseModel):
    """An image that a repository's own pipeline has pushed."""

    model_config = _MODEL
    tag: ImageTag
    """What to deploy; it is resolved to a digest, and the digest is what runs."""
    repository: ImageName | None = None
    """Its name in the registry, below the organisation; the repository's by default."""


class Repository(BaseModel):
    """One repository, and for a service how it runs. `catalog.checks` holds its values against each other."""

    model_config = _MODEL
    name: RepositoryName
    """Its name on GitHub. Without 'pyairtable-' and '-go' or '-py' it is the name in Kubernetes."""
    kind: Kind
    """A service runs; a library and the infrastructure do not."""
    language: Language
    """Chooses the template of a new repository and the default settings of a service."""
    purpose: Annotated[Line, Field(max_length=350)]
    """One line; GitHub's limit for a description is 350 characters."""
    phase: Annotated[int, Field(ge=0, le=1000)]
    """Number of the phase that creates and deploys it."""
    depends_on: Names = ()
    """Repositories of this or an earlier phase that it needs."""
    origin: Literal["new", "existing"] = "new"
    """An existing repository is adopted with its commits, never recreated."""
    renamed_from: FormerName | None = None
    """Its name on GitHub before it is renamed in place."""
    image: PrebuiltImage | None = None
    """What an existing service runs; a new service's image is built from its repository."""
    template: ServiceTemplate | None = None
    """What a new service's repository starts from, where that differs from a service of items."""
    workload: WorkloadLayer | None = None
    """How it runs where that differs from its language's defaults."""
    settings: RepositorySettings | None = None
    """Its settings on GitHub where they differ from its kind's; of an existing one all that the program manages."""

    @property
    def short_name(self) -> str:
        """The name inside the platform: of its Deployment, its Service, its directory."""
        return short(self.name)

    @property
    def keeps_data(self) -> bool:
        """Whether it keeps its data in PostgreSQL, as every new service does; nothing is known of an existing one's."""
        return self.kind == "service" and self.origin == "new"

    @property
    def image_name(self) -> str:
        """The image's name in the registry, below the organisation."""
        return (self.image and self.image.repository) or self.name.lower()

    @property
    def image_tag(self) -> str:
        """The tag of its newest image: an existing service's own, or what every pipeline of the platform pushes."""
        return self.image.tag if self.image else "main"


class Defaults(BaseModel):
    """What a workload of each language gets unless its entry says otherwise."""

    model_config = _MODEL
    go: WorkloadLayer
    """For Go services."""
    python: WorkloadLayer
    """For Python services."""

    def of(self, language: Language) -> WorkloadLayer:
        """The layer of a language."""
        return self.go if language == "go" else self.python


class Catalog(BaseModel):
    """All of `services.yaml`. `catalog.load` checks what goes beyond single values."""

    model_config = _MODEL
    version: Literal[1]
    """Version of this format."""
    organization: OrganizationName
    """The GitHub organisation that owns the repositories."""
    budget: Budget
    """What the platform may take."""
    defaults: Defaults
    """The lowest layer of workload settings, complete."""
    environments: Annotated[
        Mapping[EnvironmentName, WorkloadLayer],
        Field(min_length=1, json_schema_extra={"additionalProperties": False}),
    ]
    """The uppermost layer of workload settings, by environment."""
    teams: Annotated[Mapping[TeamSlug, Team], Field(json_schema_extra={"additionalProperties": False})]
    """The organisation's teams by slug."""
    settings: RepositorySettings
    """The lowest layer of the repositories' settings on GitHub, complete."""
    settings_by_kind: SettingsByKind = SettingsByKind()
    """What a kind's repositories have that differs."""
    phases: Annotated[tuple[Phase, ...], Field(strict=False, min_length=1)]
    """The steps of the deployment."""
    repositories: Annotated[tuple[Repository, ...], Field(strict=False, min_length=1)]
    """All repositories of the platform."""

    def workload(self, repository: Repository, environment: str) -> WorkloadSpec:
        """How a service runs in an environment.

        Raises:
            KeyError: the catalog has no such environment.
        """
        own = repository.workload or WorkloadLayer()
        return resolve([self.defaults.of(repository.language), own, self.environments[environment]])

    def settings_of(self, repository: Repository) -> RepositorySettings:
        """What a repository's settings on GitHub should be, complete."""
        own = repository.settings or RepositorySettings()
        return resolve_settings([self.settings, self.settings_by_kind.of(repository.kind), own])

    def managed_settings(self, repository: Repository) -> RepositorySettings:
        """The settings that the program gives a repository; of an existing one only what its own entry names."""
        resolved = self.settings_of(repository)
        if repository.origin == "new":
            return allowed(resolved)
        return named_in(repository.settings or RepositorySettings(), resolved)

    def library(self, language: Language) -> Repository | None:
        """The first library of a language; services of that language share it."""
        return next((r for r in self.repositories if r.kind == "library" and r.language == language), None)

    def of_phase(self, number: int) -> tuple[Repository, ...]:
        """The repositories of a phase, in the catalog's order."""
        return tuple(repository for repository in self.repositories if repository.phase == number)

    @property
    def services(self) -> tuple[Repository, ...]:
        """The repositories that run as workloads."""
        return tuple(repository for repository in self.repositories if repository.kind == "service")

    def requested_memory(self, environment: str) -> int:
        """Bytes that all services request at minimum replicas in an environment."""
        return sum(self.workload(service, environment).minimum_memory for service in self.services)

    @property
    def memory_budget(self) -> int:
        """Bytes that all services may request at minimum replicas."""
        return int(parse(self.budget.memory))
