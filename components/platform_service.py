"""One entry of the catalog: its repository, and for a service its image and its workload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi

import manifests
from catalog.model import Catalog, Repository
from catalog.quantity import parse
from components.organization import Adoption
from components.service_image import ImageHome, ServiceImage
from components.service_repository import GitHubHome, ServiceRepository, logical_name
from components.service_secrets import ServiceSecrets
from components.workload import Workload
from outputs import RepositoryOutput, WorkloadOutput


@dataclass(frozen=True)
class Surroundings:
    """What all services of a stack share.

    Attributes:
        catalog: the whole catalog.
        environment: the environment of the catalog that applies.
        namespace: where workloads run.
        github: where repositories live.
        images: where images are built and kept.
        adoptions: by repository name, whether it is created or imported.
        teams: ids of the catalog's teams that GitHub has and the state does not, by slug.
        sources: by repository name, the folder with its rendered content, relative to the project.
        secrets: by service, the environment variables that are secret.
        rollout_timeout_seconds: how long one rollout may take.
    """

    catalog: Catalog
    environment: str
    namespace: str
    github: GitHubHome
    images: ImageHome
    adoptions: dict[str, Adoption]
    sources: dict[str, str]
    secrets: ServiceSecrets
    rollout_timeout_seconds: int
    teams: Mapping[str, str] = field(default_factory=dict[str, str])


class PlatformService(pulumi.ComponentResource):
    """Repository → image → workload; a library or the infrastructure repository is its repository alone.

    Attributes:
        gate: what a later phase waits for: a service's rollout, or a repository.
        content: what the repository holds; None where another stack owns it.
        output: a dict in the shape of `outputs.RepositoryOutput`.
    """

    gate: pulumi.Resource
    content: pulumi.Resource | None
    output: pulumi.Output[dict[str, object]]

    def __init__(
        self,
        name: str,
        *,
        entry: Repository,
        surroundings: Surroundings,
        libraries: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the service.

        Args:
            name: logical name, the entry's short name.
            entry: the catalog's entry.
            surroundings: what all services share.
            libraries: what an image's build fetches from GitHub, and so waits for.
            opts: Pulumi's resource options.
        """
        super().__init__("pyairtable:platform:PlatformService", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        source = surroundings.sources.get(entry.name, "")
        repository = ServiceRepository(
            logical_name(name),
            repository=entry,
            settings=surroundings.catalog.managed_settings(entry),
            home=surroundings.github,
            adoption=surroundings.adoptions.get(entry.name, Adoption()),
            source=source,
            opts=child,
        )
        self.gate, self.content = repository, repository.content
        workload: pulumi.Input[dict[str, object] | None] = None
        if entry.kind == "service":
            image = ServiceImage(
                f"{name}-image",
                repository=entry,
                home=surroundings.images,
                source=source,
                # An image is made from its repository's content, so it is not made when the repository cannot be.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[repository, *libraries]),
            )
            workload = self._run(name, entry, surroundings, repository, image)
        pull_request = repository.content.pull_request if repository.content else ""
        self.output = pulumi.Output.all(url=repository.url, pull_request=pull_request, workload=workload).apply(
            lambda known: _output(entry, known["url"], known["pull_request"], known["workload"])
        )
        # The stack's output says it all once; the state, written at every step, need not repeat it.
        self.register_outputs({})

    def _run(
        self,
        name: str,
        entry: Repository,
        surroundings: Surroundings,
        repository: ServiceRepository,
        image: ServiceImage,
    ) -> pulumi.Output[dict[str, object]]:
        spec = surroundings.catalog.workload(entry, surroundings.environment)
        workload = Workload(
            f"{name}-workload",
            identity=manifests.Identity(
                name=entry.short_name,
                namespace=surroundings.namespace,
                language=entry.language,
                phase=entry.phase,
                environment=surroundings.environment,
            ),
            spec=spec,
            image=image.reference,
            settings={},
            secrets=surroundings.secrets.get(entry.short_name, {}),
            database=entry.keeps_data,
            rollout_timeout_seconds=surroundings.rollout_timeout_seconds,
            # Also an image that is not built here runs only once its repository is under management.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[repository]),
        )
        self.gate = workload.deployment
        return pulumi.Output.all(image.reference, image.digest).apply(
            lambda known: WorkloadOutput(
                image=known[0],
                digest=known[1],
                address=workload.address,
                port=spec.port,
                minimum_replicas=spec.autoscaling.minimum,
                maximum_replicas=spec.autoscaling.maximum,
                requested_memory=spec.minimum_memory,
                requested_cpu_millicores=int(parse(spec.resources.requests.cpu) * 1000 * spec.autoscaling.minimum),
            ).model_dump()
        )


def _output(
    entry: Repository, url: str, pull_request: str | None, workload: dict[str, object] | None
) -> dict[str, object]:
    return RepositoryOutput(
        name=entry.name,
        kind=entry.kind,
        language=entry.language,
        purpose=entry.purpose,
        repository_url=url,
        pull_request=pull_request or "",
        origin=entry.origin,
        depends_on=entry.depends_on,
        workload=None if workload is None else WorkloadOutput.model_validate(workload),
    ).model_dump(mode="json")
