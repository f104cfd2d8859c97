"""kubelet and kube-proxy: configuration files and processes.

Fields are those of kubelet.config.k8s.io/v1beta1 and kubeproxy.config.k8s.io/v1alpha1 in Kubernetes 1.35.
"""

from sandbox import paths
from sandbox.cluster import container_runtime
from sandbox.cluster.cgroups import GROUP
from sandbox.cluster.control_plane import BURST, LOCAL, QUERIES_PER_SECOND
from sandbox.cluster.credentials import kubeconfig_path
from sandbox.cluster.documents import write_yaml
from sandbox.cluster.ports import NodePorts
from sandbox.settings import Settings
from sandbox.supervisor.part import HttpProbe, Part, Tools

KUBELET_CONFIG = paths.CONFIG / "kubelet.yaml"
PROXY_CONFIG = paths.CONFIG / "kube-proxy.yaml"
KUBELET_ROOT = paths.DATA / "kubelet"
MAXIMUM_PODS = 250


def write_configuration(settings: Settings, ports: NodePorts) -> None:
    """Writes both configuration files."""
    write_yaml(KUBELET_CONFIG, kubelet_configuration(settings, ports))
    write_yaml(PROXY_CONFIG, proxy_configuration(settings, ports))


def kubelet(tools: Tools, settings: Settings, ports: NodePorts) -> Part:
    """The node's agent; it listens on the node's own address, where the API server fetches logs and metrics."""
    command = (
        tools.path("kubelet"),
        f"--config={KUBELET_CONFIG}",
        f"--kubeconfig={kubeconfig_path(paths.CREDENTIALS, 'kubelet')}",
        f"--hostname-override={settings.node_name}",
        f"--node-ip={settings.node_address}",
        f"--root-dir={KUBELET_ROOT}",
    )
    return Part(
        "kubelet",
        command,
        HttpProbe(ports.kubelet_health, "/healthz"),
        after=("kube-apiserver", "images"),
        address=f"https://{settings.node_address}:{settings.kubelet_port}",
    )


def kube_proxy(tools: Tools, ports: NodePorts) -> Part:
    """Makes Services work on the node, with iptables."""
    return Part(
        "kube-proxy",
        (tools.path("kube-proxy"), f"--config={PROXY_CONFIG}"),
        HttpProbe(ports.proxy_health, "/livez"),
        after=("kube-apiserver",),
    )


def kubelet_configuration(settings: Settings, ports: NodePorts) -> dict[str, object]:
    """The kubelet's configuration file.

    - This node shares its disk and memory with a developer's work: it evicts only when they are all but used up.
    - Image collection is off (threshold 100 %): preloaded images could not be pulled again.
    - Pods get no resolver of the machine (`resolvConf`): no query leaves the sandbox.
    """
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": settings.node_address,
        "port": settings.kubelet_port,
        "readOnlyPort": 0,
        "healthzBindAddress": LOCAL,
        "healthzPort": ports.kubelet_health,
        "tlsCertFile": str(paths.CREDENTIALS / "kubelet.crt"),
        "tlsPrivateKeyFile": str(paths.CREDENTIALS / "kubelet.key"),
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": str(paths.CREDENTIALS / "ca.crt")},
        },
        "authorization": {"mode": "Webhook"},
        "clusterDNS": [settings.dns_address],
        "clusterDomain": settings.cluster_domain,
        "resolvConf": "",
        "containerRuntimeEndpoint": f"unix://{container_runtime.SOCKET}",
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{GROUP}",
        "failCgroupV1": False,
        "failSwapOn": False,
        "podLogsDir": str(paths.LOGS / "pods"),
        "volumePluginDir": str(paths.DATA / "volume-plugins"),
        "containerLogMaxSize": "5Mi",
        "containerLogMaxFiles": 2,
        "maxPods": MAXIMUM_PODS,
        "podPidsLimit": 4096,
        "serializeImagePulls": False,
        "maxParallelImagePulls": 4,
        "registryPullQPS": 0,
        "eventRecordQPS": 0,
        "kubeAPIQPS": QUERIES_PER_SECOND,
        "kubeAPIBurst": BURST,
        "imagePullCredentialsVerificationPolicy": "NeverVerify",
        "imageGCHighThresholdPercent": 100,
        "imageGCLowThresholdPercent": 99,
        "nodeStatusMaxImages": -1,  # verification reads their sizes; by default only 50 are named
        "evictionHard": {
            "memory.available": "100Mi",
            "nodefs.available": "1%",
            "nodefs.inodesFree": "1%",
            "imagefs.available": "1%",
        },
        "enableProfilingHandler": False,
        "logging": {"verbosity": 1},
    }


def proxy_configuration(settings: Settings, ports: NodePorts) -> dict[str, object]:
    """kube-proxy's configuration file. Zeros under `conntrack` leave the machine's own limits alone."""
    return {
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
        "kind": "KubeProxyConfiguration",
        "clientConnection": {"kubeconfig": str(kubeconfig_path(paths.CREDENTIALS, "kube-proxy"))},
        "hostnameOverride": settings.node_name,
        "mode": "iptables",
        "bindAddress": LOCAL,
        "clusterCIDR": settings.pod_range,
        "detectLocalMode": "ClusterCIDR",
        "nodePortAddresses": ["127.0.0.0/8"],
        "healthzBindAddress": f"{LOCAL}:{ports.proxy_health}",
        "metricsBindAddress": f"{LOCAL}:{ports.proxy_metrics}",
        "iptables": {"minSyncPeriod": "200ms"},
        "conntrack": {
            "maxPerCore": 0,
            "min": 0,
            "tcpEstablishedTimeout": "0s",
            "tcpCloseWaitTimeout": "0s",
        },
    }
