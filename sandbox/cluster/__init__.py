"""One real Kubernetes node, made of its parts: etcd, control plane, containerd, kubelet, proxy and DNS.

The parts are started by `sandbox.supervisor`; this package knows their certificates, flags, configuration files and
what they leave behind on the machine.
"""
