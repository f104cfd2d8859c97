"""Whether the stack's cluster and registry are there, asked once before any resource is registered.

Without this, an address that does not answer shows as dozens of provider errors, or as minutes of silence.
"""

import os
import socket
import ssl
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from components.settings import Settings

TIMEOUT_SECONDS = 5.0


def problems(settings: Settings) -> list[str]:
    """What cannot be reached, one sentence each; empty when all is well."""
    return [problem for problem in (_cluster(settings), _registry(settings)) if problem]


def _cluster(settings: Settings) -> str | None:
    paths = [settings.kubeconfig] if settings.kubeconfig else _ambient_kubeconfigs()
    contexts: dict[str, str] = {}
    clusters: dict[str, str] = {}
    for path in map(Path, paths):
        if not path.is_file():
            continue
        try:
            more_contexts, more_clusters = _kubeconfig(path)
        except OSError as error:
            return f"kubernetes: {path} cannot be read: {error.strerror}"
        except (YAMLError, ValueError, LookupError, AttributeError, TypeError):
            return f"kubernetes: {path} is not a kubeconfig file"
        # As kubectl does: of several files the first that has a name wins.
        contexts, clusters = {**more_contexts, **contexts}, {**more_clusters, **clusters}
    server = clusters.get(contexts.get(settings.kube_context, ""))
    if server:
        return _unanswered(server, settings.kube_context)
    looked = ", ".join(paths)
    return (
        f"kubernetes: no context '{settings.kube_context}' in {looked}; correct pyairtable:kubeContext or "
        "pyairtable:kubeconfig, or start the local platform with `make up`"
    )


def _ambient_kubeconfigs() -> list[str]:
    given = [path for path in os.environ.get("KUBECONFIG", "").split(os.pathsep) if path]
    return given or [str(Path.home() / ".kube" / "config")]


def _kubeconfig(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The cluster's name by context, and its address by name."""
    content = cast("dict[str, Any]", YAML(typ="safe").load(path))  # pyright: ignore[reportUnknownMemberType]
    contexts = {entry["name"]: entry["context"]["cluster"] for entry in content.get("contexts") or ()}
    clusters = {entry["name"]: entry["cluster"]["server"] for entry in content.get("clusters") or ()}
    return contexts, clusters


def _unanswered(server: str, context: str) -> str | None:
    try:
        address = urlsplit(server)
        port = address.port or (443 if address.scheme == "https" else 80)
        socket.create_connection((address.hostname or "", port), TIMEOUT_SECONDS).close()
    except OSError as error:
        return f"kubernetes: the cluster of context '{context}' at {server} does not answer: {error.strerror or error}"
    except ValueError as error:
        return f"kubernetes: the address {server} of context '{context}' is wrong: {error}"
    return None


def _registry(settings: Settings) -> str | None:
    url = f"https://{settings.registry_host}/v2/"
    try:
        answer = httpx.get(url, timeout=TIMEOUT_SECONDS, verify=ssl.create_default_context())
    except httpx.HTTPError as error:
        return f"registry: {url} does not answer: {error}; correct pyairtable:registry"
    # 401 asks for a login, which the provider brings; anything else is no registry.
    if answer.status_code not in (200, 401):
        return f"registry: {url} answered {answer.status_code}, so it is no image registry; correct pyairtable:registry"
    return None
