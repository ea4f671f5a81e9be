# A bare machine needs Python 3.11 or newer, make and a package registry; the rest is fetched here.
# Version managers put launchers on the path that do not start anything, so each candidate is tried.
PY := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/pip install -q --disable-pip-version-check
# --no-deps: the lock is complete, and the project itself must not ask the registry for anything.
SELF := $(PIP) --no-build-isolation --no-deps --editable .

.PHONY: run test lint bench mutants stress lock

run: .venv/ready
	@exec $(BIN)/skolemiljo serve

test: .venv/ready-test
	@$(BIN)/python -m tests.run

lint: .venv/ready-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready-test
	@$(BIN)/python -m tests.load.bench

# The rules that decide, each changed in one place: does a test see it? `make mutants MODULE=clock`
mutants: .venv/ready-test
	@$(BIN)/python -m tests.mutants.run $(MODULE)

# What a loaded machine has failed, twenty times each on a loaded one: `make stress TIMES=2 LAYER=0`
stress: .venv/ready-test
	@TIMES=$(or $(TIMES),20) LAYER=$(or $(LAYER),2) $(BIN)/python -m tests.stress $(TESTS)

# Needs uv; neither file may name a registry.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml build.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra test -c requirements.txt pyproject.toml build.in -o requirements-test.txt

.venv/bin/python:
	@test -n "$(PY)" || { echo "Skolemiljøportalen needs Python 3.11 or newer with venv (on Debian: apt-get install python3-venv)."; exit 1; }
	$(PY) -m venv .venv

.venv/ready: .venv/bin/python requirements.txt pyproject.toml
	$(PIP) --require-hashes -r requirements.txt
	$(SELF)
	@touch $@

.venv/ready-test: .venv/ready requirements-test.txt
	$(PIP) --require-hashes -r requirements-test.txt
	@touch $@
