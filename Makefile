# `make up` and `make test` are all that a fresh machine needs; every target is a line or two.
PYTHON := .venv/bin/python
SANDBOX := $(PYTHON) -m sandbox
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:
	@./setup.sh

up: setup ## set everything up and run the platform
	@$(SANDBOX) up

test: setup ## set everything up and run every test
	@$(SANDBOX) test

unit: setup ## the tests that need no sandbox
	@$(PYTHON) -m pytest tests/unit tests/golden

rendered: setup ## the checks of the rendered repositories; after `make up`
	@$(PYTHON) -m pytest -n 2 --maxschedchunk 1 tests/rendered

lint: setup ## style and types
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m pyright

preview: setup ## what `make up` would change in the stack
	@$(SANDBOX) pulumi preview --diff

verify: setup ## check the running platform from outside
	@$(SANDBOX) verify

status: setup ## what runs
	@$(SANDBOX) status

destroy: setup ## remove the dev stack's workloads; repositories stay
	@$(SANDBOX) pulumi destroy --yes

down: setup ## stop the sandbox and leave nothing of it behind
	@$(SANDBOX) down

drift: setup ## how every repository stands to its template
	@$(SANDBOX) drift

bench: setup ## measure rendering, content and deployment, each beside a baseline
	@$(SANDBOX) bench

.PHONY: help setup up test unit rendered lint preview verify status destroy down drift bench
