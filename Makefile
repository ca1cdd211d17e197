# Every target works on a fresh machine with Python 3.11 or newer (with venv), make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TSC := $(VENV)/types/node_modules/.bin/tsc

help:     ## list what can be done
	@sed -n 's/^\([a-z]*\):.*## /\1 - /p' Makefile

run: $(VENV)/.run     ## serve at http://127.0.0.1:8000, with a demonstration commune
	@$(BIN)/python wsgi.py

test: $(VENV)/.dev     ## everything: Python, JavaScript, and real browsers
	@deploy/system_packages.sh
	@$(BIN)/python -m tests.run

check: $(VENV)/.dev $(VENV)/.types     ## format, lint, types, import directions
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(TSC) -p web
	$(TSC) -p web/tsconfig.worker.json

bench: $(VENV)/.dev     ## benchmarks: a table for people, a JSON line a figure for programs
	@$(BIN)/python -m tests.benchmarks

chaos: $(VENV)/.dev     ## ten minutes of killed servers and cut lines, then cut power: nothing may be lost
	@$(BIN)/python -m tests.chaos 300

format: $(VENV)/.dev     ## bring the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: $(VENV)/.dev     ## gather the words of the screens and compile the translations
	@$(BIN)/python deploy/refresh_translations.py

lock:     ## pin what runs and what checks anew, with hashes
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt
	npm install --prefix deploy/types --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

$(VENV)/.made:
	@deploy/make_venv.sh $(PYTHON) $(VENV)
	@touch $@

$(VENV)/.run: requirements.txt | $(VENV)/.made
	@echo "Đang cài các thư viện (chỉ lần đầu)… / Installing (first time only)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/.made
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run

$(VENV)/.types: deploy/types/package-lock.json | $(VENV)/.made
	@deploy/system_packages.sh npm
	@mkdir -p $(VENV)/types && cp deploy/types/*.json $(VENV)/types
	@npm ci --prefix $(VENV)/types --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

.PHONY: help run test check bench chaos format words lock
