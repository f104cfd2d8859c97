"""A service's image, by digest: pinned, resolved from its own pipeline's tag, or built from its rendered repository."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pulumi
import pulumi_docker as docker
import pulumi_docker_build as docker_build

from catalog.model import Repository


@dataclass(frozen=True)
class ImageHome:
    """Where images are built and kept.

    Attributes:
        registry: registry and path, for example `ghcr.io/reg-kris`.
        builder: buildx builder; empty for the default one.
        secrets: folder whose files are build secrets named after them; empty for none.
        pinned: digest by service (short name) of the images to run without building or looking them up.
    """

    registry: str
    builder: str
    secrets: str
    pinned: Mapping[str, str] = field(default_factory=dict[str, str])


class ServiceImage(pulumi.ComponentResource):
    """One service's image.

    Attributes:
        reference: `registry/path/name@sha256:…`, what a workload runs.
        digest: `sha256:…` of the manifest.
    """

    reference: pulumi.Output[str]
    digest: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        *,
        repository: Repository,
        home: ImageHome,
        source: str,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Registers the image.

        Args:
            name: logical name.
            repository: the catalog's entry.
            home: where images are built and kept.
            source: folder with the rendered repository, relative to the project.
            opts: Pulumi's resource options.
        """
        super().__init__("pyairtable:docker:ServiceImage", name, None, opts)
        path = f"{home.registry}/{repository.image_name}"
        tag = f"{path}:{repository.image_tag}"
        if repository.short_name in home.pinned:
            self.digest = pulumi.Output.from_input(home.pinned[repository.short_name])
        elif repository.image:
            self.digest = self._resolve(tag)
        else:
            self.digest = self._build(name, tag, home, source)
        self.reference = self.digest.apply(lambda digest: f"{path}@{digest}")
        self.register_outputs({"reference": self.reference, "digest": self.digest})

    def _resolve(self, tag: str) -> pulumi.Output[str]:
        found = docker.get_registry_image_output(name=tag, opts=pulumi.InvokeOutputOptions(parent=self))
        return found.sha256_digest

    def _build(self, name: str, tag: str, home: ImageHome, source: str) -> pulumi.Output[str]:
        secrets = _secrets(home.secrets)
        image = docker_build.Image(
            f"{name}-build",
            context={"location": source},
            tags=[tag],
            push=True,
            # A preview must cost nothing and push nothing; the digest is then not known yet.
            build_on_preview=False,
            builder={"name": home.builder} if home.builder else None,
            secrets=secrets,
            # An index's address or credentials change how an image is fetched, not what is in it.
            ignore_secrets_in_diff_calculation=sorted(secrets) or None,
            # The image stays in the registry for whoever still runs it.
            opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
        )
        return image.digest


def _secrets(folder: str) -> dict[str, pulumi.Output[str]]:
    if not folder or not Path(folder).is_dir():
        return {}
    files = sorted(path for path in Path(folder).iterdir() if path.is_file())
    return {path.name: pulumi.Output.secret(path.read_text()) for path in files}
