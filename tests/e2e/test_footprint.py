"""How much the platform's own services take, measured the hard way: unpacked images, and resident memory.

`make verify` holds the same limits by what a cluster says anywhere: sizes as pulled, and working sets.
"""

import gzip
import json
import ssl
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from catalog import load
from catalog.model import Language
from outputs import PlatformOutput
from sandbox import paths
from sandbox.cluster import cgroups
from sandbox.settings import load as load_settings
from tests.e2e.stacks import Stack
from verify import workloads
from verify.footprint import LARGEST_IMAGE, MEBIBYTE, MEGABYTE, MOST_MEMORY

pytestmark = pytest.mark.e2e
NEW: dict[str, Language] = {
    service.short_name: service.language
    for service in load(paths.PROJECT / "services.yaml").services
    if service.keeps_data
}
MANIFESTS = ", ".join(
    f"application/vnd.{kind}+json"
    for kind in ("oci.image.index.v1", "oci.image.manifest.v1", "docker.distribution.manifest.v2")
)


class Registry:
    """Reads images of the sandbox's registry."""

    def __init__(self) -> None:
        context = ssl.create_default_context(cafile=str(paths.CREDENTIALS / "ca-bundle.pem"))
        url = f"https://{load_settings().registry}/v2"
        self._client = httpx.Client(base_url=url, headers={"Accept": MANIFESTS}, verify=context, timeout=60)
        self._unpacked: dict[str, int] = {}

    def size(self, image: str) -> int:
        """Bytes of an image's unpacked layers.

        Args:
            image: `registry/path/name@sha256:…`.
        """
        name, _, digest = image.split("/", 1)[1].partition("@")
        manifest = self._json(f"/{name}/manifests/{digest}")
        if "manifests" in manifest:  # an index: the image itself stands beside its provenance
            ours = next(each for each in manifest["manifests"] if each["platform"]["os"] == "linux")
            manifest = self._json(f"/{name}/manifests/{ours['digest']}")
        return sum(self._layer(name, layer["digest"]) for layer in manifest["layers"])

    def _json(self, path: str) -> Any:
        return self._client.get(path).raise_for_status().json()

    def _layer(self, name: str, digest: str) -> int:
        if digest not in self._unpacked:
            blob = self._client.get(f"/{name}/blobs/{digest}", follow_redirects=True).raise_for_status().content
            self._unpacked[digest] = len(gzip.decompress(blob))
        return self._unpacked[digest]


@pytest.fixture(scope="module")
def registry(platform: None) -> Registry:
    return Registry()


@pytest.fixture
def images(dev: Stack) -> dict[str, str]:
    output = PlatformOutput.model_validate_json(json.dumps(dev.output()))
    return {name: workload.image for name, workload in workloads.deployed(output).items()}


def test_every_new_service_s_unpacked_image_is_small(registry: Registry, images: dict[str, str]) -> None:
    sizes = {name: registry.size(images[name]) / MEGABYTE for name in NEW}
    limits = {name: LARGEST_IMAGE[language] / MEGABYTE for name, language in NEW.items()}
    assert {name: size for name, size in sizes.items() if size > limits[name]} == {}


def test_every_new_service_s_resident_memory_is_small(platform: None) -> None:
    resident = resident_memory()
    assert set(resident) >= set(NEW), "a service has no process"
    limits = {name: MOST_MEMORY[language] / MEBIBYTE for name, language in NEW.items()}
    assert {name: round(resident[name], 1) for name in NEW if resident[name] > limits[name]} == {}


def resident_memory() -> dict[str, float]:
    """MiB of each service's processes (RSS), of the pod that takes least."""
    pods: dict[tuple[str, str], float] = {}
    for process in cgroups.members():
        try:
            service, used = process.environ().get("SERVICE_NAME"), process.memory_info().rss / MEBIBYTE
            pod = Path(f"/proc/{process.pid}/cgroup").read_text().splitlines()[-1]
        except (psutil.Error, OSError):
            continue  # gone meanwhile
        if service:
            pods[service, pod] = pods.get((service, pod), 0) + used
    found: dict[str, float] = {}
    for (service, _), used in pods.items():
        found[service] = min(used, found.get(service, used))
    return found
