# One command each, on a machine with Python 3.11 or later, make and a package index.
# `make` alone lists them. Each makes the environment that it needs first.

VENV ?= .venv
PORT ?= 8000
JOBS ?= 2

# The first of these that is 3.11 or later; `make PYTHON=/path/to/python` decides otherwise.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
PYTEST := $(PY) -m pytest -n $(JOBS) --dist loadgroup
FROM := pyproject.toml plugins/sop-helpdesk/pyproject.toml plugins/sop-warehouse/pyproject.toml src/sop_core/_version.py

# The rooms that hold rules and nothing else: every line and every branch of them is tested.
PURE := src/sop_core/errors.py,src/sop_core/types.py,src/sop_core/text.py,src/sop_core/shapes.py,src/sop_core/instruments/*,src/sop_core/profiles/*,src/sop_core/practice/*,src/sop_core/prompts/*,src/sop_core/access/*,src/sop_core/coaching/*,src/sop_core/reporting/*

# These carry the coverage; all else runs without it, which takes a fifth of the time or less.
COVERED := tests/unit tests/hostile/test_hostile_releases.py tests/hostile/test_hostile_tallies.py \
	plugins/sop-example-county/tests
OTHERS := tests/oracles $(filter-out $(COVERED),$(wildcard tests/hostile/test_*.py)) tests/docs tests/package \
	tests/property
# An engine works beside the library: its tests are told apart (make spark).
WAREHOUSE := plugins/sop-warehouse/tests

.PHONY: help demo test check hosts browser spark versions bench deep mutants freeze requirements format clean

help:
	@echo 'make demo          a real case system with SOP inside, on 127.0.0.1:$(PORT)'
	@echo 'make test          every test that needs no browser, Node, PostgreSQL or second host'
	@echo 'make check         lint, types, layers, schema lint, frozen copies, requirement map'
	@echo 'make hosts         the real hosts, on SQLite and on PostgreSQL (installs PostgreSQL)'
	@echo 'make browser       a person at the screen, in Chromium (installs Chromium)'
	@echo 'make spark         tallies counted by DuckDB and by Spark (installs pyspark; needs Java 17)'
	@echo 'make versions      the tests on every other supported Python that is found'
	@echo 'make bench         each measurement beside its floor; writes bench.json'
	@echo 'make deep          the laws, with thousands of examples each'
	@echo 'make mutants       small faults put into what changed (ALL=1: into every room): does a test fail?'
	@echo 'make freeze        the list of checked definitions, the frozen copies, docs/requirements.md'
	@echo 'make requirements  docs/requirements.md, anew;   make freeze   the frozen copies;'
	@echo 'make format        the code, formatted;          make clean    all that this made, gone'

# ------------------------------------------------------------------------------- environments

$(PY):
	@test -n '$(PYTHON)' || { echo 'No Python 3.11 or later found; try: make PYTHON=/path/to/python'; exit 1; }
	@echo 'making $(VENV) with $(PYTHON)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.demo: $(FROM) | $(PY)
	@echo 'installing sop_core and the demo'
	@$(PIP) -e '.[html]' -e plugins/sop-helpdesk
	@touch $@

$(VENV)/.dev: $(FROM) | $(PY)
	@echo 'installing sop_core, its plugins and the tools for tests'
	@$(PIP) -e '.[dev]' -e plugins/sop-helpdesk -e plugins/sop-warehouse
	@touch $@ $(VENV)/.demo

# --------------------------------------------------------------------------------------- demo

demo: $(VENV)/.demo
	@PORT=$(PORT) exec $(PY) -m sop_helpdesk_demo

# -------------------------------------------------------------------------------------- tests

test: $(VENV)/.dev
	@rm -f .coverage .coverage.*
	$(PYTEST) --cov --cov-report= $(COVERED)
	$(PYTEST) $(OTHERS)
	$(PYTEST) tests/hosts -k 'not postgresql'
	@$(PY) -m coverage report --skip-covered --include='$(PURE)' --fail-under=100 \
		|| { echo 'The pure rooms are not covered in full.'; exit 1; }
	@echo
	@echo 'make test left out: the hosts on PostgreSQL (make hosts), the browser (make browser),'
	@echo 'DuckDB and Spark (make spark), the other Pythons (make versions), the deep profile (make deep).'

hosts: $(VENV)/.dev
	@.ci/install-debian postgresql
	$(PYTEST) tests/hosts

browser: $(VENV)/.dev
	@.ci/install-debian chromium
	@cd tests/browser && npm install --no-audit --no-fund --loglevel=error
	$(PY) -m pytest -n $(JOBS) --dist loadfile tests/browser

spark: $(VENV)/.dev
	@.ci/install-debian java
	@$(PIP) -e 'plugins/sop-warehouse[spark]'
	$(PY) -m pytest $(WAREHOUSE)

versions: $(VENV)/.dev
	$(PY) -m tools.versions --jobs $(JOBS)

deep: $(VENV)/.dev
	HYPOTHESIS_PROFILE=deep $(PYTEST) tests/property tests/hostile/test_every_place.py

# What changed since docs/mutation.json counted it; ALL=1 counts every module, MODULES='exact profiles'
# those, AGAIN=1 only tries the survivors again, BEYOND=1 adds what mutmut itself leaves alone (hours).
mutants: $(VENV)/.dev
	$(PY) -m tools.mutants --jobs $(JOBS) $(if $(ALL),--all) $(if $(AGAIN),--again) \
		$(if $(BEYOND),--beyond) $(MODULES)

bench: $(VENV)/.dev
	$(PY) -m bench $(BENCH)

# ------------------------------------------------------------------------------------- checks

check: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy src tools
	@for plugin in plugins/*/; do \
		echo "$(PY) -m mypy ($$plugin)"; \
		(cd $$plugin && $(abspath $(PY)) -m mypy src $$(ls -d demo 2>/dev/null)) || exit 1; done
	$(PY) -m pyright --pythonpath $(PY)
	$(VENV)/bin/lint-imports --no-cache
	$(PY) -m tools.schema_lint
	$(PY) -m tools.schema_compat
	$(PY) -m tools.checked --check
	$(PY) -m tools.freeze --check
	$(PY) -m tools.requirements_map --check
	$(PY) -m tools.session_diagram --check

requirements: $(VENV)/.dev
	$(PY) -m tools.requirements_map

freeze: $(VENV)/.dev
	$(PY) -m tools.checked
	$(PY) -m tools.freeze $(FREEZE)
	$(PY) -m tools.requirements_map
	$(PY) -m tools.session_diagram

format: $(VENV)/.dev
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

clean:
	rm -rf .venv .venv-* build dist mutants bench.json .coverage .coverage.* .hypothesis .mypy_cache \
		.pytest_cache .ruff_cache .import_linter_cache
