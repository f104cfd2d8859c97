"""The name rules of the places where a catalog's names end up."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

# GitHub answers 422 for other characters or replaces them silently:
# https://docs.github.com/en/rest/repos/repos#create-an-organization-repository
_REPOSITORY = re.compile(r"^[A-Za-z0-9._-]{1,100}$")
# RFC 1035 label, which a Kubernetes Service name has to be:
# https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
_LABEL = re.compile(r"^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$")
# An image's repository path: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
_IMAGE = re.compile(r"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$")
_TAG = re.compile(r"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$")


def short(repository: str) -> str:
    """The name of a service inside its platform: `pyairtable-auth-service-go` is `auth-service`."""
    return repository.removeprefix("pyairtable-").removesuffix("-go").removesuffix("-py")


def _repository(name: str) -> str:
    if not _REPOSITORY.match(name) or name in {".", ".."} or name.lower().endswith((".git", ".wiki")):
        raise ValueError(
            f"'{name}' is not a GitHub repository name; use at most 100 letters, digits, '-', '_' and '.', "
            "not ending in '.git' or '.wiki'"
        )
    if not _LABEL.match(short(name)):
        raise ValueError(
            f"'{name}' gives the Kubernetes name '{short(name)}', which is not a DNS label; use at most 63 "
            "lower-case letters, digits and '-', beginning with a letter"
        )
    return name


def _former(name: str) -> str:
    if not _REPOSITORY.match(name):
        raise ValueError(f"'{name}' is not a GitHub repository name")
    return name


def _image(name: str) -> str:
    if not _IMAGE.match(name):
        raise ValueError(f"'{name}' is not an image name; use lower-case letters, digits, '.', '_', '-' and '/'")
    return name


def _tag(name: str) -> str:
    if not _TAG.match(name):
        raise ValueError(f"'{name}' is not an image tag; use at most 128 letters, digits, '.', '_' and '-'")
    return name


def _organization(name: str) -> str:
    if not re.match(r"^[A-Za-z0-9]([A-Za-z0-9-]{0,37}[A-Za-z0-9])?$", name):
        raise ValueError(f"'{name}' is not a GitHub organisation; use at most 39 letters, digits and inner '-'")
    return name


RepositoryName = Annotated[str, Field(strict=True), AfterValidator(_repository)]
FormerName = Annotated[str, Field(strict=True), AfterValidator(_former)]
ImageName = Annotated[str, Field(strict=True), AfterValidator(_image)]
ImageTag = Annotated[str, Field(strict=True), AfterValidator(_tag)]
OrganizationName = Annotated[str, Field(strict=True), AfterValidator(_organization)]
