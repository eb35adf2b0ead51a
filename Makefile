# Every command of the house. `make serve` and `make test` need nothing but Python 3.11+ and, the first time, the network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8080
PYTEST_ARGUMENTS ?=

.PHONY: serve chat test check lint types contracts bench year chaos browser lock clean help

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/.installed ## web chat and staff console on http://127.0.0.1:8080, with the sample directory and sample staff
	@$(BIN)/fengqiao serve --demo --host $(HOST) --port $(PORT)

chat: $(VENV)/.installed ## the same conversation in the terminal
	@$(BIN)/fengqiao chat

test: $(VENV)/.tested ## all tests that this machine can run; names what it left out
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGUMENTS)

check: lint types contracts ## style, types and import contracts

lint: $(VENV)/.tested
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.tested
	@$(BIN)/mypy

contracts: $(VENV)/.tested
	@$(BIN)/lint-imports

bench: $(VENV)/.tested ## speed, as ratios within one run
	@$(BIN)/python -m tests.benchmarks

chaos: $(VENV)/.tested ## two processes killed at random under 200 citizens and 20 staff (needs PostgreSQL)
	@$(BIN)/python -m tests.chaos

year: $(VENV)/.tested ## a scripted year of 5,000 disputes on both databases, counted twice (half an hour)
	@$(BIN)/python -m tests.year

browser: ## Chromium, a Chinese typeface, PostgreSQL and LibreOffice from Debian's packages (needs root)
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk postgresql fontconfig libreoffice-writer-nogui poppler-utils

lock: $(VENV)/.tested ## write the two lock files anew (needs uv)
	uv pip compile pyproject.toml --generate-hashes --universal -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --generate-hashes --universal -q -o requirements-dev.lock

clean: ## remove the virtual environment and caches; data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache build ./*.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11 ...")'
	@$(PYTHON) -m venv $(VENV) || { echo "Cannot make $(VENV): is this folder writable, and is the venv module installed (Debian: python3-venv)?" >&2; exit 1; }

# The stamps let a second start need no network and no time.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/.tested: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.installed

define install
echo "Installing what $(1) names; this happens once." && \
$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1) && \
$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e . || \
{ echo "The packages could not be installed. Is the network reachable? Run the same command again; nothing half-done is kept in use." >&2; exit 1; }
endef
