"""The local image registry: its configuration, and what it holds."""

import ssl

import httpx
from ruamel.yaml import YAML
from ruamel.yaml.compat import StringIO

from sandbox import paths
from sandbox.settings import load

# Images are results of builds, expensive and the same for every clone: they outlive `make down`.
STORAGE = paths.CACHE / "registry"
_MANIFESTS = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json"


def render_registry_config() -> str:
    """The configuration of github.com/distribution/distribution v3, as YAML."""
    configuration = {
        "version": 0.1,
        "log": {"level": "warn", "accesslog": {"disabled": True}},
        "storage": {
            "filesystem": {"rootdirectory": str(STORAGE)},
            "delete": {"enabled": False},
            # Builds of the same content race to the same blob; an upload in flight must not be purged.
            "maintenance": {"uploadpurging": {"enabled": False}},
        },
        "http": {
            "addr": load().registry,
            "tls": {
                "certificate": str(paths.CREDENTIALS / "registry.crt"),
                "key": str(paths.CREDENTIALS / "registry.key"),
            },
        },
    }
    text = StringIO()
    YAML().dump(configuration, text)  # pyright: ignore[reportUnknownMemberType]
    return text.getvalue()


def holds(name: str, tag: str) -> bool:
    """Whether the registry has an image.

    Args:
        name: repository path without the registry, for example `library/python`.
        tag: the tag.

    Raises:
        httpx.HTTPError: the registry does not answer.
    """
    context = ssl.create_default_context(cafile=str(paths.CREDENTIALS / "ca-bundle.pem"))
    url = f"https://{load().registry}/v2/{name}/manifests/{tag}"
    return httpx.head(url, headers={"Accept": _MANIFESTS}, verify=context).status_code == 200
