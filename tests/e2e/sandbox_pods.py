"""Pods for tests that need a shell inside the cluster: the machine's own programs, mounted into an empty image."""

from sandbox.cluster.node_images import PAUSE

PORT = 8000
FOLDERS = {"usr": "/usr", "lib": "/usr/lib", "lib64": "/usr/lib64", "bin": "/usr/bin"}
# Answers every request with the name of its pod.
SERVER = f"""
import http.server, socket
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(socket.gethostname().encode() + b"\\n")
http.server.ThreadingHTTPServer(("", {PORT}), Handler).serve_forever()
"""


def web(namespace: str) -> dict[str, object]:
    """Two web servers."""
    container: dict[str, object] = {
        "name": "web",
        "image": PAUSE,
        "imagePullPolicy": "Never",
        "command": ["/usr/bin/python3", "-c", SERVER],
        "readinessProbe": {"httpGet": {"path": "/", "port": PORT}, "periodSeconds": 1},
        "volumeMounts": [{"name": name, "mountPath": f"/{name}", "readOnly": True} for name in FOLDERS],
    }
    pod: dict[str, object] = {
        "terminationGracePeriodSeconds": 1,
        "containers": [container],
        "volumes": [{"name": name, "hostPath": {"path": path}} for name, path in FOLDERS.items()],
    }
    labels = {"app": "web"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": namespace},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": pod},
        },
    }


def service(namespace: str, name: str) -> dict[str, object]:
    """A Service in front of the pods with the label `app: NAME`."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"type": "NodePort", "selector": {"app": name}, "ports": [{"port": 80, "targetPort": PORT}]},
    }
