"""The Kubernetes objects of a service as its repository carries them: one YAML file per environment.

They come from the same `manifests.render` that Pulumi deploys. Two things only a stack knows: the image's digest, for
which its tag stands here, and the content of a Secret, which is named and nothing more.
"""

from dataclasses import fields
from typing import Any

import yaml

import manifests
from catalog.model import Catalog, Repository

# Where a stack runs its services unless its configuration says otherwise: the default of `namespace` in Pulumi.yaml.
NAMESPACE = "pyairtable"
# Where every pipeline of the platform pushes its images.
REGISTRY = "ghcr.io"
FOLDER = "kubernetes"

_HEADER = """\
# How {name} runs in {environment}: the objects that the platform deploys, from the same source.
#
# Read it, do not apply it: a stack runs the image by its digest, and only a stack holds the values of a Secret.
# A change is made in the platform's catalog, services.yaml, and arrives here as a pull request.
"""


def files(entry: Repository, catalog: Catalog) -> dict[str, str]:
    """The manifests of a service by path in its repository; none of what does not run."""
    if entry.kind != "service":
        return {}
    return {
        f"{FOLDER}/{environment}.yaml": _document(entry, catalog, environment) for environment in catalog.environments
    }


def objects(entry: Repository, catalog: Catalog, environment: str) -> list[dict[str, Any]]:
    """The objects of a service in an environment, in the order in which they need each other."""
    rendered = manifests.render(
        manifests.Identity(entry.short_name, NAMESPACE, entry.language, entry.phase, environment),
        catalog.workload(entry, environment),
        f"{REGISTRY}/{catalog.organization.lower()}/{entry.image_name}:{entry.image_tag}",
        settings={},
        secret=entry.keeps_data,
        database=entry.keeps_data,
    )
    return [getattr(rendered, field.name) for field in fields(rendered)]


def _document(entry: Repository, catalog: Catalog, environment: str) -> str:
    header = _HEADER.format(name=entry.short_name, environment=environment)
    # An alias would save a few lines and cost every reader.
    text = yaml.dump_all(
        objects(entry, catalog, environment), Dumper=_Dumper, sort_keys=False, explicit_start=True, width=120
    )
    return header + text


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True
