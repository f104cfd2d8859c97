"""Images that a stack is told to run instead of building or looking them up.

`pulumi config set --path imageDigests.auth-service sha256:…` pins one: what ran elsewhere runs here, bit for bit.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pulumi

from catalog.model import Catalog
from components.configuration import read_object

KEY = "imageDigests"
ImageDigests = Mapping[str, str]

# OCI: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def load(config: pulumi.Config, catalog: Catalog) -> ImageDigests:
    """Reads the pinned images of the stack's configuration.

    Returns:
        Digest by service (short name).

    Raises:
        pulumi.RunError: with every mistake at once.
    """
    return read_object(config, KEY, lambda value: _problems(value, catalog)) or {}


def _problems(given: Any, catalog: Catalog) -> Iterator[str]:
    if given is None:
        return
    if not isinstance(given, Mapping):
        yield ": write each digest below its service's name, as in `imageDigests.auth-service`"
        return
    known = {service.short_name for service in catalog.services}
    for service, digest in cast("Mapping[str, Any]", given).items():
        if service not in known:
            yield f".{service}: the catalog has no such service; the services are {', '.join(sorted(known))}"
        elif not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            yield f".{service}: '{digest}' is no digest; write sha256: and 64 hexadecimal digits"
