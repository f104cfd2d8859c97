#!/bin/sh
# Writes go.mod and go.sum of the Go templates again, after a change of what they import or of a version in go.mod.jinja.
set -eu
cd "$(dirname "$0")/.."
PYTHONPATH=. .venv/bin/python requirements/go_modules.py
