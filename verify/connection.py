"""A connection of one's own to a pod: the API server's proxy would take the Authorization header for itself."""

import http.client
import json
from collections.abc import Callable, Mapping
from typing import Any, Self, cast

from kubernetes import stream

_forward = cast("Callable[..., Any]", stream.portforward)  # pyright: ignore[reportUnknownMemberType]


class Connection:
    """HTTP over a forwarded port; requests one after another.

    Args:
        core: of the Kubernetes API.
        namespace: of the pod.
        pod: its name.
        port: of the container.
        timeout: seconds for each answer.
    """

    def __init__(self, core: Any, namespace: str, pod: str, port: int, timeout: float) -> None:
        self._forwarded = _forward(
            core.connect_get_namespaced_pod_portforward, pod, namespace, ports=str(port), _request_timeout=timeout
        )
        socket = self._forwarded.socket(port)
        socket.settimeout(timeout)
        self._http: Any = http.client.HTTPConnection(pod)
        self._http.sock = socket

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()
        self._forwarded.close()

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and JSON of an answer; text as it is where it is no JSON."""
        sent = None if body is None else json.dumps(body)
        kind = {} if body is None else {"Content-Type": "application/json"}
        self._http.request(method, path, sent, {**kind, **(headers or {})})
        answer = self._http.getresponse()
        content = answer.read().decode()
        try:
            return answer.status, json.loads(content) if content else None
        except json.JSONDecodeError:
            return answer.status, content
