"""etcd, API server, controller manager and scheduler: programs, flags and probes.

Flags are those of Kubernetes 1.35 (`kube-apiserver --help`) and etcd 3.6.
"""

from pathlib import Path

from sandbox import paths
from sandbox.cluster.credentials import kubeconfig_path
from sandbox.cluster.ports import NodePorts
from sandbox.settings import Settings
from sandbox.supervisor.part import HttpProbe, Part, Tools

LOCAL = "127.0.0.1"
# The defaults (20 to 50 a second) are for many nodes that share an API server; here they only make 22 rollouts queue.
QUERIES_PER_SECOND = 400
BURST = 800
# Autoscaling reacts within a test's patience (defaults: 15 s, 5 min, 5 min, 30 s).
FAST_AUTOSCALING = (
    "--horizontal-pod-autoscaler-sync-period=5s",
    "--horizontal-pod-autoscaler-downscale-stabilization=15s",
    "--horizontal-pod-autoscaler-cpu-initialization-period=10s",
    "--horizontal-pod-autoscaler-initial-readiness-delay=5s",
)


def credential(file: str) -> Path:
    """A file in the credentials folder."""
    return paths.CREDENTIALS / file


def etcd(tools: Tools, settings: Settings, ports: NodePorts) -> Part:
    """The store of all Kubernetes objects; TLS with client certificates, also on loopback."""
    client = f"https://{LOCAL}:{settings.etcd_port}"
    peer = f"https://{LOCAL}:{settings.etcd_peer_port}"
    command = (
        tools.path("etcd"),
        "--name=sandbox",
        f"--data-dir={paths.DATA / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=sandbox={peer}",
        f"--listen-metrics-urls=http://{LOCAL}:{ports.etcd_metrics}",
        *(
            f"--{prefix}{flag}"
            for prefix in ("", "peer-")
            for flag in (
                f"cert-file={credential('etcd.crt')}",
                f"key-file={credential('etcd.key')}",
                f"trusted-ca-file={credential('ca.crt')}",
                "client-cert-auth",
            )
        ),
        "--log-level=warn",
        "--auto-compaction-retention=10m",
    )
    return Part("etcd", command, HttpProbe(ports.etcd_metrics, "/readyz"), address=client)


def api_server(tools: Tools, settings: Settings) -> Part:
    """The Kubernetes API on loopback; pods reach it through `api-forward`."""
    command = (
        tools.path("kube-apiserver"),
        f"--bind-address={LOCAL}",
        f"--advertise-address={settings.node_address}",
        f"--secure-port={settings.api_server_port}",
        f"--service-cluster-ip-range={settings.service_range}",
        f"--etcd-servers=https://{LOCAL}:{settings.etcd_port}",
        f"--etcd-cafile={credential('ca.crt')}",
        f"--etcd-certfile={credential('apiserver-etcd.crt')}",
        f"--etcd-keyfile={credential('apiserver-etcd.key')}",
        f"--tls-cert-file={credential('apiserver.crt')}",
        f"--tls-private-key-file={credential('apiserver.key')}",
        f"--client-ca-file={credential('ca.crt')}",
        f"--kubelet-client-certificate={credential('apiserver-kubelet.crt')}",
        f"--kubelet-client-key={credential('apiserver-kubelet.key')}",
        f"--kubelet-certificate-authority={credential('ca.crt')}",
        "--kubelet-preferred-address-types=InternalIP",
        f"--requestheader-client-ca-file={credential('front-proxy-ca.crt')}",
        "--requestheader-allowed-names=front-proxy",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
        f"--proxy-client-cert-file={credential('front-proxy.crt')}",
        f"--proxy-client-key-file={credential('front-proxy.key')}",
        # This machine has no route to the Service range (see firewall.py): go to the endpoints.
        "--enable-aggregator-routing=true",
        f"--service-account-issuer=https://kubernetes.default.svc.{settings.cluster_domain}",
        f"--service-account-signing-key-file={credential('service-account.key')}",
        f"--service-account-key-file={credential('service-account.key')}",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        "--profiling=false",
    )
    return Part(
        "kube-apiserver",
        command,
        HttpProbe(settings.api_server_port, "/readyz", "https"),
        after=("etcd",),
        # It would wait a minute for watches to end; a client simply asks again.
        stop_seconds=3,
        address=settings.api_server,
    )


def api_forward(settings: Settings) -> Part:
    """Brings pods' connections on the node's address to the API server, which listens on loopback only."""
    port = settings.api_server_port
    command = (
        "socat",
        f"TCP-LISTEN:{port},bind={settings.node_address},fork,reuseaddr,backlog=128",
        f"TCP:{LOCAL}:{port}",
    )
    return Part("api-forward", command, address=f"{settings.node_address}:{port}")


def controller_manager(tools: Tools, ports: NodePorts) -> Part:
    """Controllers, each with its own service account."""
    kubeconfig = kubeconfig_path(paths.CREDENTIALS, "controller-manager")
    command = (
        tools.path("kube-controller-manager"),
        *_component(kubeconfig, ports.controller_manager),
        f"--kube-api-qps={QUERIES_PER_SECOND}",
        f"--kube-api-burst={BURST}",
        "--use-service-account-credentials=true",
        f"--service-account-private-key-file={credential('service-account.key')}",
        f"--root-ca-file={credential('ca.crt')}",
        "--controllers=*,-cloud-node-lifecycle-controller",
        "--concurrent-deployment-syncs=20",
        "--concurrent-replicaset-syncs=20",
        "--concurrent-service-endpoint-syncs=10",
        "--endpointslice-updates-batch-period=100ms",
        *FAST_AUTOSCALING,
    )
    probe = HttpProbe(ports.controller_manager, "/healthz", "https")
    return Part("kube-controller-manager", command, probe, after=("kube-apiserver",))


def scheduler(tools: Tools, ports: NodePorts) -> Part:
    """Places pods on the one node."""
    kubeconfig = kubeconfig_path(paths.CREDENTIALS, "scheduler")
    command = (
        tools.path("kube-scheduler"),
        *_component(kubeconfig, ports.scheduler),
        f"--kube-api-qps={QUERIES_PER_SECOND}",
        f"--kube-api-burst={BURST}",
    )
    return Part(
        "kube-scheduler",
        command,
        HttpProbe(ports.scheduler, "/healthz", "https"),
        after=("kube-apiserver",),
    )


def _component(kubeconfig: Path, port: int) -> tuple[str, ...]:
    """Flags that the controller manager and the scheduler share."""
    return (
        f"--kubeconfig={kubeconfig}",
        f"--authentication-kubeconfig={kubeconfig}",
        f"--authorization-kubeconfig={kubeconfig}",
        f"--bind-address={LOCAL}",
        f"--secure-port={port}",
        f"--tls-cert-file={credential('component.crt')}",
        f"--tls-private-key-file={credential('component.key')}",
        # One instance: an election would only delay its start by the dead one's lease.
        "--leader-elect=false",
        "--profiling=false",
    )
