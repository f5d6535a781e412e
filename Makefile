# Every target does all of its own set-up. `make` alone prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
STUDIO := web/studio
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
PYTEST := $(PY) -m pytest -n 2 --dist loadgroup

.PHONY: messages help setup demo run test test-all lint types format imports migrations lock services services-stop docs screenshots bench fuzz clean

help: ## Print these targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.ready web/static_built/.ready $(VENV)/.messages ## Environment, locked dependencies, front-end bundle and texts in English.

$(VENV)/.ready: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Ventanilla needs Python 3.11: set PYTHON=..."; exit 1; }
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	touch $@

web/static_built/.ready: $(STUDIO)/package-lock.json $(shell find $(STUDIO)/src $(STUDIO)/vite.config.* web/shell/styles -type f 2>/dev/null) | $(VENV)/.ready
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null \
	  || $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-node.txt
	. .ci/node.sh && cd $(STUDIO) && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	touch $@

$(VENV)/.messages: $(shell find engine bpmn forms signatures archive web -name django.po -not -path '*/node_modules/*') | $(VENV)/.ready
	$(PY) manage.py messages --compile
	touch $@

demo: setup ## Set everything up, file one case without a browser, and serve the window at http://127.0.0.1:8000.
	@$(PY) manage.py demo --procedure certificado-residencia --scenario T02-E2

run: setup ## Serve the window with what is already there.
	@$(PY) manage.py demo --no-case

test: setup ## All tests on SQLite, then the engine again on PostgreSQL if it answers; REQUIRE_SERVICES=1: all parts must be there.
	@code=0; \
	$(PYTEST) tests || code=1; \
	TEST_DATABASE=postgres $(PYTEST) tests || code=1; \
	exit $$code

test-all: services ## All tests, with every service required.
	@REQUIRE_SERVICES=1 $(MAKE) --no-print-directory test

services: setup ## Install and start what the marked tests need (Debian's packages): PostgreSQL, Redis, RabbitMQ, Chromium.
	@.ci/services

services-stop: ## Stop the servers that `make services` started; keeps their data.
	@.ci/services stop

lint: setup ## Format, lint, imports, templates, the shelf, and types.
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --lint --quiet web forms
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py procedures check
	$(PY) manage.py messages --check
	$(MAKE) --no-print-directory types

types: setup ## mypy, strict.
	$(VENV)/bin/mypy engine bpmn forms signatures archive web

format: setup ## Put code and templates into the house's form.
	$(VENV)/bin/ruff check --fix-only --quiet .
	$(VENV)/bin/ruff format .

imports: setup ## Who may import whom.
	$(VENV)/bin/lint-imports

messages: setup ## Add texts that lack a translation to the catalogues.
	$(PY) manage.py messages

migrations: setup ## Make migrations for changed models (give NAME=...).
	$(PY) manage.py makemigrations -n $(NAME)

lock: setup ## Lock the dependencies again, newest versions that fit.
	$(VENV)/bin/uv pip compile --upgrade --quiet --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	$(VENV)/bin/uv pip compile --quiet --no-header --python-version 3.11 requirements.in -c requirements-dev.txt -o requirements.txt

docs: setup ## Make the reference pages from the code.
	$(PY) manage.py reference

screenshots: setup ## Photograph every page at 390 and 1280 px into screenshots/, as each of the four people sees it.
	SCREENSHOTS=1 $(PY) -m pytest tests/journeys tests/journeys/photographing.py -q -p no:randomly

bench: services ## What things cost, as ratios in one run, into docs/benchmarks.md (ten minutes; BENCH=quick: two, page as it was).
	@BENCH=$(BENCH) $(PY) -m tests.bench

fuzz: setup ## Throw texts at FEEL for SECONDS (60 unless given), from a SEED.
	@$(PY) -m tests.fuzz --seconds $(or $(SECONDS),60) --seed $(or $(SEED),0)

clean: ## Remove what was built; keeps var/ (the data).
	rm -rf $(VENV) web/static_built $(STUDIO)/node_modules .mypy_cache .ruff_cache
