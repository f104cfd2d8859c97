"""The typed model of `services.yaml`. Pure data: it imports no Pulumi and reads no file."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from catalog.names import FormerName, ImageName, ImageTag, OrganizationName, RepositoryName, short
from catalog.quantity import Quantity, parse
from catalog.workload import WorkloadLayer, WorkloadSpec, resolve

_MODEL = ConfigDict(frozen=True, extra="forbid", strict=True)

# A YAML sequence arrives as a list; strict mode would refuse it for a tuple, and a frozen model wants a tuple.
Names = Annotated[tuple[RepositoryName, ...], Field(strict=False)]

Kind = Literal["service", "library", "infrastructure"]
Language = Literal["go", "python"]
Dollars = Annotated[int, Field(ge=0, description="US dollars a month")]


class DollarRange(BaseModel):
    """A range of US dollars a month."""

    model_config = _MODEL
    minimum: Dollars
    maximum: Dollars

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.minimum > self.maximum:
            raise ValueError(f"the minimum {self.minimum} is above the maximum {self.maximum}")
        return self


class Usage(BaseModel):
    """What a platform takes: memory (bytes as a quantity) and US dollars a month."""

    model_config = _MODEL
    memory: Quantity
    monthly_dollars: Dollars


class Budget(BaseModel):
    """What the platform may take, and what it took before the plan."""

    model_config = _MODEL
    memory: Quantity = Field(description="Requested memory of all services at minimum replicas, at most.")
    monthly_dollars: DollarRange
    before: Usage


class Phase(BaseModel):
    """A step of the deployment: it starts when every workload of the step before is ready."""

    model_config = _MODEL
    number: Annotated[int, Field(ge=0)]
    title: Annotated[str, Field(min_length=1, max_length=80)]


class PrebuiltImage(BaseModel):
    """An image that a repository's own pipeline has pushed."""

    model_config = _MODEL
    tag: ImageTag
    repository: ImageName | None = Field(
        default=None, description="Its name in the registry; the repository's by default."
    )


class Repository(BaseModel):
    """One repository, and for a service how it runs."""

    model_config = _MODEL
    name: RepositoryName
    kind: Kind
    language: Language
    purpose: Annotated[str, Field(min_length=1, max_length=350, pattern=r"^[^\x00-\x1f\x7f]+$")] = Field(
        description="One line; GitHub's limit for a description is 350 characters."
    )
    phase: Annotated[int, Field(ge=0)]
    depends_on: Names = ()
    origin: Literal["new", "existing"] = Field(
        default="new", description="An existing repository is adopted with its commits, never recreated."
    )
    renamed_from: FormerName | None = None
    image: PrebuiltImage | None = None
    workload: WorkloadLayer | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.kind != "service" and (self.workload or self.image):
            raise ValueError(f"a {self.kind} does not run; remove 'workload' and 'image', or write 'kind: service'")
        if self.renamed_from and self.origin == "new":
            raise ValueError("only an existing repository can be renamed; write 'origin: existing'")
        if self.kind == "service" and self.origin == "existing" and self.image is None:
            raise ValueError("an existing service runs the image of its own pipeline; write 'image: {tag: ...}'")
        if self.origin == "new" and self.image:
            raise ValueError("a new service's image is built from its repository; remove 'image'")
        return self

    @property
    def short_name(self) -> str:
        """The name inside the platform: of its Deployment, its Service, its directory."""
        return short(self.name)

    @property
    def image_name(self) -> str:
        """The image's name in the registry, below the organisation."""
        return (self.image and self.image.repository) or self.name.lower()


class Defaults(BaseModel):
    """What a workload of each language gets unless its entry says otherwise."""

    model_config = _MODEL
    go: WorkloadLayer
    python: WorkloadLayer

    def of(self, language: Language) -> WorkloadLayer:
        """The layer of a language."""
        return self.go if language == "go" else self.python


class Catalog(BaseModel):
    """All of `services.yaml`. `catalog.load` checks what goes beyond single values."""

    model_config = _MODEL
    version: Literal[1] = Field(description="Version of this format.")
    organization: OrganizationName
    budget: Budget
    defaults: Defaults
    environments: Annotated[dict[str, WorkloadLayer], Field(min_length=1)]
    phases: Annotated[tuple[Phase, ...], Field(strict=False, min_length=1)]
    repositories: Annotated[tuple[Repository, ...], Field(strict=False, min_length=1)]

    def workload(self, repository: Repository, environment: str) -> WorkloadSpec:
        """How a service runs in an environment.

        Raises:
            KeyError: the catalog has no such environment.
        """
        own = repository.workload or WorkloadLayer()
        return resolve(self.defaults.of(repository.language), own, self.environments[environment])

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
