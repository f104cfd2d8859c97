"""The name rules of the places where a catalog's names end up."""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from catalog.errors import shown

# GitHub answers 422 for other characters or replaces them silently:
# https://docs.github.com/en/rest/repos/repos#create-an-organization-repository
_REPOSITORY = r"^[A-Za-z0-9._-]{1,100}$"
_ORGANIZATION = r"^[A-Za-z0-9]([A-Za-z0-9-]{0,37}[A-Za-z0-9])?$"
# RFC 1035 label, which a Kubernetes Service name has to be:
# https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
_LABEL = r"^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$"
# An image's repository path: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
_IMAGE = r"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$"
_TAG = r"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$"
_PATH = r"^/[A-Za-z0-9._~/-]*$"
_LINE = r"^[^\x00-\x1f\x7f]+$"


def short(repository: str) -> str:
    """The name of a service inside its platform: `pyairtable-auth-service-go` is `auth-service`."""
    return repository.removeprefix("pyairtable-").removesuffix("-go").removesuffix("-py")


def _former(name: str) -> str:
    if not re.fullmatch(_REPOSITORY, name) or name in {".", ".."} or name.lower().endswith((".git", ".wiki")):
        raise ValueError(
            f"{shown(name)} is not a GitHub repository name; use at most 100 letters, digits, '-', '_' and '.', "
            "not ending in '.git' or '.wiki'"
        )
    return name


def _repository(name: str) -> str:
    label = short(_former(name))
    if not re.fullmatch(_LABEL, label):
        raise ValueError(
            f"{shown(name)} gives the Kubernetes name {shown(label)}, which is not a DNS label; use at most 63 "
            "lower-case letters, digits and '-', beginning with a letter"
        )
    return name


def matching(pattern: str, refusal: str) -> AfterValidator:
    """Refuses text that a pattern does not match, in words that follow the text."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{shown(text)} {refusal}")
        return text

    return AfterValidator(check)


def json_schema(pattern: str, *examples: str) -> WithJsonSchema:
    """The same rule for an editor, with examples for messages."""
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


RepositoryName = Annotated[str, AfterValidator(_repository), json_schema(_REPOSITORY, "pyairtable-audit-service-py")]
FormerName = Annotated[str, AfterValidator(_former), json_schema(_REPOSITORY, "pyairtable-platform-services")]
OrganizationName = Annotated[
    str,
    matching(_ORGANIZATION, "is not a GitHub organisation; use at most 39 letters, digits and inner '-'"),
    json_schema(_ORGANIZATION, "Reg-Kris"),
]
EnvironmentName = Annotated[
    str,
    matching(
        _LABEL,
        "is not an environment name, which ends up in a namespace's; use at most 63 lower-case letters, digits and "
        "'-', beginning with a letter",
    ),
    json_schema(_LABEL, "dev", "prod"),
]
ImageName = Annotated[
    str,
    matching(_IMAGE, "is not an image name; use lower-case letters, digits, '.', '_', '-' and '/'"),
    json_schema(_IMAGE, "pyairtable-platform-services"),
]
ImageTag = Annotated[
    str,
    matching(_TAG, "is not an image tag; use at most 128 letters, digits, '.', '_' and '-'"),
    json_schema(_TAG, "v1.8.2"),
]
HttpPath = Annotated[
    str,
    matching(_PATH, "is not the path of a URL; begin it with '/', such as /health"),
    json_schema(_PATH, "/health", "/metrics"),
]
Line = Annotated[
    str,
    matching(_LINE, "is not one line of text; leave out line breaks and control characters"),
    json_schema(_LINE, "Vector embeddings"),
]
