# make demo, test, check, bench, validate, docs, clean: each makes the environment that it needs.
# Another interpreter: make test PYTHON=python3.12

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# small matrices: a second thread of the linear algebra only waits, above all beside other processes
export OPENBLAS_NUM_THREADS ?= 1

# the first interpreter that is new enough and runs
IS_NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p $(IS_NEW_ENOUGH) 2>/dev/null && echo $$p && break; done)

BASE := .venv-base
DEV := .venv
BASE_READY := $(BASE)/.ready
DEV_READY := $(DEV)/.ready
# versions come from constraint files, so that two machines get the same packages
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --no-input
SOURCES := $(shell find src -type f -not -name '*.pyc' 2>/dev/null)

STUDY := noa-bmmsc
DEMO := build/demo/$(STUDY)
WORKERS ?= 2

.PHONY: help demo test check bench validate docs lock clean distclean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(BASE_READY)  ## run the whole example study and say where the report is
	rm -rf $(DEMO)
	mkdir -p $(dir $(DEMO))
	cp -R examples/$(STUDY) $(DEMO)
	$(BASE)/bin/tubulus plan freeze $(DEMO) --person demo
	$(BASE)/bin/tubulus study simulate $(DEMO)
	$(BASE)/bin/tubulus run $(DEMO)
	@test -s $(DEMO)/report/report.html
	@echo
	@echo "The report on the simulated study: $(DEMO)/report/report.html"

test: $(DEV_READY)  ## run the tests (three to four minutes)
	@# bytecode is kept for the next process, and neighbours stay together, which share their studies
	env -u PYTHONDONTWRITEBYTECODE $(DEV)/bin/pytest -n $(WORKERS) --dist worksteal -m "not slow" --durations 10

check: $(DEV_READY)  ## style, types, layers, documents
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .
	$(DEV)/bin/mypy
	$(DEV)/bin/lint-imports
	$(DEV)/bin/sphinx-build -q -W --keep-going -b html docs build/docs

bench: $(DEV_READY)  ## measure what has a speed to keep
	@for file in benchmarks/*.py; do echo "== $$file"; $(DEV)/bin/python $$file; done

validate: $(DEV_READY)  ## slow tests and the statistical validation
	$(DEV)/bin/pytest -n $(WORKERS) -m slow || test $$? -eq 5
	@for file in validation/*.py; do \
	if [ -e "$$file" ]; then echo "== $$file"; $(DEV)/bin/python $$file; fi; done

docs: $(DEV_READY)  ## build the documents
	$(DEV)/bin/sphinx-build -q -W --keep-going -b html docs build/docs
	@echo "The documents: build/docs/index.html"

lock: $(DEV_READY) $(BASE_READY)  ## write the versions of both environments to requirements/
	$(DEV)/bin/python tools/write_constraints.py $(DEV) requirements/dev.txt
	$(DEV)/bin/python tools/write_constraints.py $(BASE) requirements/base.txt

clean:  ## remove what was built; the environments stay
	rm -rf build dist docs/_build docs/reference/generated
	rm -rf .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find src tests benchmarks validation tools docs -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## remove the environments as well
	rm -rf $(BASE) $(DEV)

# the base environment holds a copy of the package, as a user's would
$(BASE_READY): pyproject.toml requirements/base.txt $(SOURCES)
	@test -n "$(PYTHON)" || { echo "Tubulus needs Python 3.11 or later: make $(MAKECMDGOALS) PYTHON=..." >&2; exit 1; }
	@echo "Installing Tubulus into $(BASE)"
	@$(PYTHON) -m venv $(BASE)
	@$(BASE)/bin/python $(PIP_INSTALL) -c requirements/base.txt .
	@touch $@

$(DEV_READY): pyproject.toml requirements/dev.txt
	@test -n "$(PYTHON)" || { echo "Tubulus needs Python 3.11 or later: make $(MAKECMDGOALS) PYTHON=..." >&2; exit 1; }
	@echo "Installing Tubulus and its tools into $(DEV)"
	@$(PYTHON) -m venv $(DEV)
	@$(DEV)/bin/python $(PIP_INSTALL) -c requirements/dev.txt -e '.[dev,docs]'
	@touch $@
