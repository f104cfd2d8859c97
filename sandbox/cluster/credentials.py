"""Every certificate, key and kubeconfig of one sandbox, in `.sandbox/credentials`, readable by the owner only."""

import base64
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from ruamel.yaml import YAML

from sandbox.cluster import pki
from sandbox.settings import Settings

SYSTEM_BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
LOOPBACK = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class KubeUser:
    """Who a kubeconfig speaks for; names and groups are those of Kubernetes' own bootstrap policy.

    Args:
        file: name of the certificate pair; the kubeconfig is named after it.
        name: user name in Kubernetes.
        group: group in Kubernetes.
    """

    file: str
    name: str
    group: str = ""


ADMIN = KubeUser("admin", "sandbox-admin", "system:masters")
USERS = (
    ADMIN,
    KubeUser("controller-manager", "system:kube-controller-manager"),
    KubeUser("scheduler", "system:kube-scheduler"),
    KubeUser("kube-proxy", "system:kube-proxy"),
)


def servers(settings: Settings) -> tuple[pki.Subject, ...]:
    """The certificates that parts show to each other (each may also act as a client)."""
    domain = settings.cluster_domain
    kubernetes = ("kubernetes", "kubernetes.default", "kubernetes.default.svc")
    api_hosts = (
        *LOOPBACK,
        settings.node_address,
        settings.first_service_address,
        *kubernetes,
        f"kubernetes.default.svc.{domain}",
    )
    return (
        pki.Subject("apiserver", "kube-apiserver", hosts=api_hosts),
        # As in kubeadm: the API server may do everything on a kubelet.
        pki.Subject("apiserver-kubelet", "kube-apiserver-kubelet-client", "system:masters"),
        pki.Subject("etcd", "etcd", hosts=LOOPBACK),
        pki.Subject("apiserver-etcd", "kube-apiserver-etcd-client"),
        # Health and metrics of the controller manager and the scheduler.
        pki.Subject("component", "component", hosts=LOOPBACK),
        pki.Subject("registry", "registry", hosts=LOOPBACK),
        pki.Subject(
            "kubelet",
            f"system:node:{settings.node_name}",
            "system:nodes",
            (settings.node_name, settings.node_address, *LOOPBACK),
        ),
    )


def ensure(folder: Path, settings: Settings) -> None:
    """Makes whatever is missing, wrong or near its end; leaves the rest alone.

    Args:
        folder: the credentials folder.
        settings: addresses that the certificates name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    authority = pki.authority(folder, "ca", "PyAirtable sandbox")
    # Its own authority: else any client certificate could speak for any user through the aggregation layer.
    front = pki.authority(folder, "front-proxy-ca", "PyAirtable sandbox front proxy")
    pki.issue(folder, front, pki.Subject("front-proxy", "front-proxy"))
    for subject in servers(settings):
        pki.issue(folder, authority, subject)
    for user in USERS:
        pki.issue(folder, authority, pki.Subject(user.file, user.name, user.group))
        _write_kubeconfig(folder, user.file, settings)
    _write_kubeconfig(folder, "kubelet", settings)
    if not (folder / "service-account.key").exists():
        pki.write_key(folder / "service-account.key", ec.generate_private_key(ec.SECP256R1()))
    _write_bundle(folder)
    if not (folder / "github-token").exists():
        pki.write_private(folder / "github-token", f"sandbox_{secrets.token_hex(20)}".encode())


def _write_bundle(folder: Path) -> None:
    """System authorities and ours, for `SSL_CERT_FILE`: Go and Python then trust both."""
    system = SYSTEM_BUNDLE.read_bytes() if SYSTEM_BUNDLE.exists() else b""
    bundle = system.rstrip(b"\n") + b"\n" + (folder / "ca.crt").read_bytes()
    target = folder / "ca-bundle.pem"
    if not target.exists() or target.read_bytes() != bundle:
        pki.write_private(target, bundle)


def kubeconfig_path(folder: Path, file: str) -> Path:
    """Where the kubeconfig of a user lies; the administrator's is the one for people."""
    return folder / ("kubeconfig" if file == ADMIN.file else f"{file}.kubeconfig")


def _write_kubeconfig(folder: Path, file: str, settings: Settings) -> None:
    name = settings.context

    def encoded(path: str) -> str:
        return base64.b64encode((folder / path).read_bytes()).decode()

    document = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": name,
                "cluster": {
                    "server": settings.api_server,
                    "certificate-authority-data": encoded("ca.crt"),
                },
            }
        ],
        "users": [
            {
                "name": name,
                "user": {
                    "client-certificate-data": encoded(f"{file}.crt"),
                    "client-key-data": encoded(f"{file}.key"),
                },
            }
        ],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": "default"}}],
        "current-context": name,
    }
    draft = folder / f".{file}.yaml"
    target = kubeconfig_path(folder, file)
    with draft.open("w") as stream:
        draft.chmod(0o600)
        YAML(typ="safe").dump(document, stream)  # pyright: ignore[reportUnknownMemberType]
    draft.replace(target)
