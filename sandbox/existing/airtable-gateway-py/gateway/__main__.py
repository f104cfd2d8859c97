"""`python -m gateway` serves on $PORT until it gets SIGTERM."""

import os

import uvicorn

from .main import app

# All interfaces: the container's network is the pod's.
uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8080")), timeout_graceful_shutdown=20)  # noqa: S104
