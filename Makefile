# Needs make and Python 3.11 or newer; everything else is installed into .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
OUT := exports
# The first Python that runs and is new enough; `make PYTHON=/path/to/python` overrides it.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	"$$p" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test lint types tests format sample constraints clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/.installed ## set up and build the graph of the examples into exports/
	$(BIN)/kg build --out $(OUT)

test: lint types tests ## set up and run every check: style, types, tests with coverage

lint: $(VENV)/.installed-dev ## formatting and style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev ## strict types
	$(BIN)/mypy --strict

tests: $(VENV)/.installed-dev ## tests and doctests, with coverage shown
	$(BIN)/pytest --cov --cov-report=term

format: $(VENV)/.installed-dev ## put the code into its one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sample: $(VENV)/.installed ## write the tables of one example anew into exports/sample
	$(BIN)/kg build examples/security-guarantees.txt --out $(OUT)/.sample
	rm -rf $(OUT)/sample && mkdir $(OUT)/sample
	cp -r $(OUT)/.sample/acts.csv $(OUT)/.sample/actors.csv $(OUT)/.sample/documents.csv $(OUT)/.sample/answers $(OUT)/sample/
	rm -rf $(OUT)/.sample

constraints: $(VENV)/.installed-dev ## write the installed versions to constraints.txt
	@{ echo '# The versions that the tests ran with; made by `make constraints`.'; \
	$(BIN)/python -m pip freeze --all --exclude-editable | grep -Ev '^(#|setuptools==)' | LC_ALL=C sort -f; } > constraints.new
	@mv constraints.new constraints.txt

clean: ## remove .venv, caches and what was exported
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find $(OUT) -mindepth 1 -maxdepth 1 ! -name README.md ! -name sample -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer found; install one, or run make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	echo "make: $(PYTHON) cannot create $(VENV); on Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.pip: constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --upgrade pip
	@touch $@

$(VENV)/.installed: pyproject.toml constraints.txt $(VENV)/.pip
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt $(VENV)/.installed
	$(PIP) install --constraint constraints.txt --group dev
	@touch $@
