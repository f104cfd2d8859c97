"""The Kubernetes objects of a service as plain data.

One source for what Pulumi deploys and for what a repository carries; it imports no Pulumi, so that a test can read it.
"""

from manifests.identity import Identity
from manifests.workload import WorkloadManifests, render

__all__ = ["Identity", "WorkloadManifests", "render"]
