# Commands that people and CI use. `make demo` and `make test` need Python 3.11 or newer, pip and venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CSEW ?= ../shared/data/csew1314/csew1314teachingopen.csv
OUT ?= measures.json

.PHONY: venv demo test lint check bench fieldwork example-csew lock clean

venv: $(VENV)/.ready ## the environment alone, from the hashed lock file

$(VENV)/.ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: venv ## the whole job with synthetic residents, no token, no network
	$(BIN)/canvass demo $(ARGS)

test: venv ## the tests
	$(BIN)/pytest -n auto $(ARGS)

lint: venv ## style, types and direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint test ## the full gate

bench: venv ## updates a second, beside python-telegram-bot alone; ARGS=analysis for the analysis
	$(BIN)/python -m tests.benchmarks $(ARGS)

fieldwork: venv ## a round from its launch to its results in the sandbox, written down in docs/
	$(BIN)/python -m tests.fieldwork docs/fieldwork-run.md $(ARGS)

example-csew: venv ## real respondents, imported through a mapping file, to measures in OUT
	PATH="$(abspath $(BIN)):$$PATH" docs/examples/csew1314/run "$(CSEW)" "$(OUT)"

lock: venv ## the lock files anew, without addresses of an index
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

clean: ## what these commands made
	rm -rf $(VENV) build demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
