# Everything runs in .venv, which make builds itself: Python 3.11 or newer and make are all that a machine needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2

.PHONY: help demo test test-matrix test-mutations test-roundtrip golden picture schemas lint types check bench clean test-soak bench-fleet

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-16s %s\n", $$1, $$2}' Makefile

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev --constraint constraints.txt
	@$(BIN)/python -m compileall -q src  # an editable installation is not compiled otherwise
	@touch $@

demo: $(READY)  ## a throwaway database with real drift in it, and its report
	@$(BIN)/driftcheck demo

test: $(READY)  ## every test, against a real PostgreSQL
	$(BIN)/pytest -n $(WORKERS)

test-matrix: $(READY)  ## reading and comparing, on every PostgreSQL that can be had
	$(BIN)/python -m tests.support.matrix -n $(WORKERS)

test-soak: $(READY)  ## a minute of changes under a reader, and of killing and crashing around the scheduled job
	DRIFTCHECK_SOAK_SECONDS=60 $(BIN)/pytest -n $(WORKERS) -rP tests/watch/test_soak.py tests/live/test_soak.py

bench-fleet: $(READY)  ## a thousand databases in one run: time, memory, connections
	$(BIN)/python -m benchmarks.fleet

test-mutations: $(READY)  ## every change that the documented facts allow (make test runs a sample)
	DRIFTCHECK_MUTATIONS=all $(BIN)/pytest -n $(WORKERS) tests/mutations

test-roundtrip: $(READY)  ## thousands of generated schemas against every form of themselves (make test: a few)
	DRIFTCHECK_SCHEMAS=2000 $(BIN)/pytest -n $(WORKERS) --timeout 0 tests/roundtrip

picture: $(READY)  ## docs/report.svg: the demo's report as the README shows it
	$(BIN)/python docs/picture.py docs/report.svg

golden: $(READY)  ## tests/reports/golden/: each format of one report, to be looked at before it is kept
	DRIFTCHECK_UPDATE_GOLDEN=1 $(BIN)/pytest -q -n 0 tests/reports/test_golden.py

schemas: $(READY)  ## schemas/*.json, from the types that files are read with
	$(BIN)/python -m driftcheck.schemas schemas

lint: $(READY)  ## style, imports, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(READY)  ## strict types
	$(BIN)/mypy

check: lint types test  ## all of the above

bench: $(READY)  ## whole-process times beside pg_dump's
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks

clean:  ## remove what make has built
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache
