"""CoreDNS: names of Services inside the cluster, and nothing else (no query is forwarded to the outside)."""

from sandbox.settings import Settings

NAME = "coredns"
NAMESPACE = "kube-system"
# Above 1024, so that it needs no capability; the Service maps the well-known port to it.
PORT = 5353
HEALTH_PORT = 8080
READY_PORT = 8181
METRICS_PORT = 9153
USER = 65532


def corefile(settings: Settings) -> str:
    """The server's configuration. Short times to live: Services come and go within a test."""
    return f""".:{PORT} {{
    errors
    health :{HEALTH_PORT}
    ready :{READY_PORT}
    kubernetes {settings.cluster_domain} in-addr.arpa {{
        pods insecure
        ttl 5
    }}
    prometheus :{METRICS_PORT}
    cache 5
    loadbalance
}}
"""


def manifests(settings: Settings, image: str) -> list[dict[str, object]]:
    """Everything that CoreDNS needs in the cluster, in the order in which to apply it."""
    rules = [
        {
            "apiGroups": [""],
            "resources": ["endpoints", "services", "pods", "namespaces"],
            "verbs": ["list", "watch"],
        },
        {"apiGroups": ["discovery.k8s.io"], "resources": ["endpointslices"], "verbs": ["list", "watch"]},
    ]
    role = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": f"system:{NAME}"}
    account = {"kind": "ServiceAccount", "name": NAME, "namespace": NAMESPACE}
    ports = [
        {"name": "dns", "port": 53, "targetPort": PORT, "protocol": "UDP"},
        {"name": "dns-tcp", "port": 53, "targetPort": PORT, "protocol": "TCP"},
        {"name": "metrics", "port": METRICS_PORT, "protocol": "TCP"},
    ]
    rbac = "rbac.authorization.k8s.io/v1"
    return [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": _named(NAME)},
        {"apiVersion": rbac, "kind": "ClusterRole", "metadata": {"name": role["name"]}, "rules": rules},
        {
            "apiVersion": rbac,
            "kind": "ClusterRoleBinding",
            "metadata": {"name": role["name"]},
            "roleRef": role,
            "subjects": [account],
        },
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": _named(NAME),
            "data": {"Corefile": corefile(settings)},
        },
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": _named(NAME), "spec": _deployment(image)},
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": _named("kube-dns"),  # the name that tools look for
            "spec": {
                "clusterIP": settings.dns_address,
                "selector": _labels(),
                "ports": ports,
            },
        },
    ]


def _deployment(image: str) -> dict[str, object]:
    container = {
        "name": NAME,
        "image": image,
        "imagePullPolicy": "IfNotPresent",  # preloaded into containerd
        "args": ["-conf", "/etc/coredns/Corefile"],
        "ports": [
            {"name": "dns", "containerPort": PORT, "protocol": "UDP"},
            {"name": "dns-tcp", "containerPort": PORT, "protocol": "TCP"},
            {"name": "metrics", "containerPort": METRICS_PORT, "protocol": "TCP"},
        ],
        "resources": {
            "requests": {"cpu": "20m", "memory": "32Mi"},
            "limits": {"memory": "128Mi"},
        },
        "livenessProbe": {"httpGet": {"path": "/health", "port": HEALTH_PORT}, "timeoutSeconds": 5},
        "readinessProbe": {"httpGet": {"path": "/ready", "port": READY_PORT}, "periodSeconds": 1},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        },
        "volumeMounts": [{"name": "config", "mountPath": "/etc/coredns", "readOnly": True}],
    }
    return {
        "replicas": 1,
        "selector": {"matchLabels": _labels()},
        "template": {
            "metadata": {"labels": _labels()},
            "spec": {
                "priorityClassName": "system-cluster-critical",
                "serviceAccountName": NAME,
                "dnsPolicy": "Default",  # not itself
                "securityContext": {
                    "runAsNonRoot": True,
                    "runAsUser": USER,
                    "runAsGroup": USER,
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
                "containers": [container],
                "volumes": [{"name": "config", "configMap": {"name": NAME}}],
            },
        },
    }


def _labels() -> dict[str, str]:
    return {"k8s-app": "kube-dns"}


def _named(name: str) -> dict[str, object]:
    return {"name": name, "namespace": NAMESPACE, "labels": _labels()}
