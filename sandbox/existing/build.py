"""Puts the existing services' images into the registry, under the tags that their own pipelines would have pushed."""

import hashlib
from pathlib import Path

from catalog import load as load_catalog
from catalog.model import Repository
from sandbox import paths
from sandbox.console import step
from sandbox.errors import SandboxError
from sandbox.existing import sources
from sandbox.images import build_secrets
from sandbox.images import registry as images
from sandbox.images.build import build


def ensure_images(registry: str) -> None:
    """Builds and pushes what the registry does not hold yet.

    A second tag, made of the content of the repository, tells whether the first one is of these sources.

    Args:
        registry: `host:port`.

    Raises:
        SandboxError: an image cannot be built or pushed, or an existing service has no sources here.
        httpx.HTTPError: the registry does not answer.
    """
    catalog = load_catalog(paths.PROJECT / "services.yaml")
    for service in catalog.services:
        if service.origin == "existing" and service.image is not None:
            _ensure(registry, catalog.organization.lower(), service, service.image.tag)


def _ensure(registry: str, owner: str, service: Repository, tag: str) -> None:
    folder = source_folder(service)
    name = f"{owner}/{service.image_name}"
    key = f"source-{content_key(folder.name)}"
    if images.holds(name, tag) and images.holds(name, key):
        return
    with step(f"pushing the image {service.image_name}:{tag} of an existing service"):
        build(folder, [f"{registry}/{name}:{tag}", f"{registry}/{name}:{key}"], _secrets())


def source_folder(service: Repository) -> Path:
    """Where an existing service's files are, by the name that its repository had.

    Raises:
        SandboxError: there is no such folder.
    """
    folder = sources.FOLDER / (service.renamed_from or service.name)
    if not folder.is_dir():
        raise SandboxError(
            f"services.yaml: {service.name} is marked existing, but the sandbox has no such service",
            f"put its files into sandbox/existing/{folder.name}, or remove `origin: existing`",
        )
    return folder


def content_key(repository: str) -> str:
    """A hash that changes with every file of a repository: 16 hexadecimal digits."""
    digest = hashlib.sha256()
    for path, content in sources.files(repository).items():
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _secrets() -> list[str]:
    settings = build_secrets.FOLDER / "pip_conf"
    return ["--secret", f"id=pip_conf,src={settings}"] if settings.exists() else []
