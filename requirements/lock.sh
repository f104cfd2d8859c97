#!/bin/sh
# Writes the lock files again, after a change of pyproject.toml; `--upgrade` moves to newer versions.
# They hold names, versions and hashes but no index address, so that they work behind any mirror.
set -eu
cd "$(dirname "$0")/.."
set -- --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"
.venv/bin/uv pip compile "$@" requirements/uv.in --output-file requirements/uv.txt
.venv/bin/uv pip compile "$@" pyproject.toml --group sandbox --group dev --output-file requirements/lock.txt
