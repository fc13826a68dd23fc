# Two commands matter: `make run` and `make test`; each does all its set-up from a fresh checkout.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PO := marketplace/translations/ja/LC_MESSAGES/messages.po
MO := $(PO:.po=.mo)
JOBS ?= 2
# Several processes with several threads each wait for one another; so does a web worker's model beside its neighbours.
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help run worker test coverage check lint types contracts test-sqlite test-postgresql test-browser bench attack catalogue locks clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

run: .venv/run-ready $(MO) ## Set up everything and serve the demo (PORT=8000)
	@ENNOSHITA_DEMO=1 PORT=$(PORT) $(BIN)/python -m marketplace.serve

worker: .venv/run-ready $(MO) ## One more job consumer for the database in DATABASE_URL
	@$(BIN)/flask --app wsgi worker

test: check test-sqlite test-postgresql test-browser ## Everything: lint, types, contracts, all tests on both engines and in a browser

check: lint types contracts ## The fast checks only

lint: .venv/dev-ready
	$(BIN)/python -m pip check -q
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/codespell
	$(BIN)/deptry . --known-first-party config

types: .venv/dev-ready
	$(BIN)/mypy

contracts: .venv/dev-ready
	$(BIN)/lint-imports

# Who may do what, money and states are covered whole by their own tests, or these fail. Only these are traced: the
# tracer doubles the time of everything else (`make coverage` measures it all).
WHOLE := policy rules rules_of_work money states
WHOLE_TESTS := $(wildcard tests/marketplace/test_policy*.py) tests/marketplace/test_states.py tests/marketplace/test_money.py
test-sqlite: .venv/dev-ready $(MO)
	$(BIN)/pytest -q -n $(JOBS) $(WHOLE_TESTS) $(addprefix --cov=marketplace.,$(WHOLE)) --cov-report=term:skip-covered --cov-fail-under=100
	$(BIN)/pytest -q -n $(JOBS) -m "not browser and not attack" $(addprefix --ignore=,$(WHOLE_TESTS))

coverage: .venv/dev-ready $(MO) ## What the tests on SQLite run through, and what they do not
	$(BIN)/pytest -q -n $(JOBS) -m "not browser and not attack" --cov --cov-report=term:skip-covered

# What no database decides has passed in the run before: pure rules, the matcher, the source's shape, who may do what.
ONCE := tests/marketplace/trade $(WHOLE_TESTS) \
	$(addprefix tests/marketplace/,test_isolation.py test_leaks.py test_charts.py test_formats.py test_inputs.py \
	imports/test_reading.py imports/test_recognise.py imports/test_spans.py sheets/test_files.py sheets/test_leaks.py \
	api/test_document.py api/test_turning.py \
	$(addprefix tracker/test_reading_,exports.py projects.py refusals.py registers.py))
test-postgresql: .venv/dev-ready $(MO)
	TEST_DATABASE=postgresql $(BIN)/pytest -q -n $(JOBS) -m "not browser and not attack" tests/marketplace tests/architecture/test_migrations.py $(addprefix --ignore=,$(ONCE))

# The longest first, so that no worker waits for another at the end.
LONGEST := $(addprefix tests/browser/test_,every_role.py ten_weeks.py money.py main_job.py offer.py)
test-browser: .venv/dev-ready $(MO) tests/browser/node_modules/axe-core
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/pytest -q -p no:randomly -n $(JOBS) --dist loadfile --no-loadscope-reorder --tb=short -m browser $(LONGEST) tests/browser

bench: .venv/bench-ready $(MO) ## Measure pages against a bare one in the same run, and rankers on public data
	$(BIN)/python -m tests.bench
	@for bench in onet svmlight drawn japanese market rates "speed --people 100000 --people 1000000" night; do \
		$(BIN)/python -m tests.bench.ranking.$$bench || failed="$$failed $${bench%% *}"; \
	done; test -z "$$failed" || { echo "not measured:$$failed"; exit 1; }

attack: .venv/dev-ready $(MO) ## The long rounds: storms, kill rounds, mutation
	$(BIN)/pytest -q -o faulthandler_timeout=0 -m attack tests/attack
	HYPOTHESIS=random $(BIN)/pytest -q -n $(JOBS) -m "not browser and not attack" tests
	rm -rf mutants
	$(BIN)/mutmut run
	$(BIN)/python -m tests.attack.mutation

catalogue: .venv/dev-ready ## Bring the Japanese catalogue up to date with the source texts
	$(BIN)/pybabel -q extract -F babel.cfg -k _ -k lazy_gettext -k ngettext:1,2 --no-location --sort-output -o .venv/messages.pot .
	$(BIN)/pybabel -q update -i .venv/messages.pot -d marketplace/translations -l ja --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=120
	$(BIN)/pybabel -q compile -d marketplace/translations

locks: .venv/dev-ready ## Pin dependencies anew: names, versions and hashes, no addresses
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --group dev --group bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock

clean: ## Remove what make made, the demo's data too
	rm -rf .venv instance .mypy_cache .ruff_cache .pytest_cache htmlcov mutants

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is %s. Try: make PYTHON=python3.11 ..." % sys.version.split()[0])'
	@$(PYTHON) -m venv .venv

.venv/run-ready: requirements.lock | .venv/bin/python
	@echo "Installing pinned dependencies ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/dev-ready: requirements-dev.lock | .venv/bin/python
	@echo "Installing pinned dependencies and tools ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@ .venv/run-ready

.venv/bench-ready: requirements-bench.lock | .venv/dev-ready
	@echo "Installing what is measured against ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	@touch $@

tests/browser/node_modules/axe-core: tests/browser/package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: the browser tests need it for axe-core (Debian: apt-get install npm)"; exit 1; }
	@cd tests/browser && npm ci --silent --no-audit --no-fund
	@touch $@

$(MO): $(PO) | .venv/bin/python
	@$(BIN)/pybabel -q compile -d marketplace/translations
