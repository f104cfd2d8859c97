"""Where the sandbox keeps things.

Everything that belongs to one clone lies under `.sandbox`; what is expensive to build and the same for every
clone lies in the cache, which survives the clone.
"""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

SANDBOX = PROJECT / ".sandbox"
RUN = SANDBOX / "run"  # sockets and process ids
LOGS = SANDBOX / "logs"
DATA = SANDBOX / "data"  # etcd, registry, GitHub, containerd, BuildKit
CREDENTIALS = SANDBOX / "credentials"  # keys, tokens, kubeconfig; readable by the owner only
CONFIG = SANDBOX / "config"  # rendered configuration of the parts
STATE = SANDBOX / "state"  # Pulumi's file backend
PULUMI_HOME = SANDBOX / "pulumi"
DOCKER_CONFIG = SANDBOX / "docker"  # buildx instance that points at our BuildKit
ENVIRONMENT = SANDBOX / "env"  # shell file: `source .sandbox/env` gives a terminal the same settings

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pyairtable"
TOOLCHAIN = CACHE / "toolchain"
IMAGES = CACHE / "images"
