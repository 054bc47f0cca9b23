# Python 3.11 or newer and make are all a machine needs; the rest is fetched from package registries once.
VENV := .venv
BIN := $(VENV)/bin
CHECKED := services shared deploy tests
AXE := tests/browser/node_modules/.package-lock.json
IDENTITY := deploy/identity/node_modules/.package-lock.json
SECONDS ?= 600
# Tests run in so many lanes, each with servers of its own and whole files at a time; 0 for one after the other.
LANES ?= 2

# Services are started by the hundred here: what was compiled for one start is kept for the next, whatever the
# surroundings say. Without, a third of a start is compiling.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:  # two installations in one environment would meet
.PHONY: help demo test check setup up bench soak lock documents audit clean lint

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 10

demo: $(VENV)/.run-stamp $(VENV)/.kafka-stamp $(IDENTITY) system-packages-run  ## the whole story on a fast clock; then keeps serving (ONCE=1: ends)
	$(BIN)/python -m deploy.demo $(if $(ONCE),--once)

up: $(VENV)/.run-stamp $(VENV)/.kafka-stamp system-packages-run  ## Kafka, PostgreSQL, mail and every service, in real time
	$(BIN)/cspr up

test: setup system-packages-test lint  ## every check and every test, against real servers, in LANES=2
	$(BIN)/python -m pytest -n $(LANES) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: $(VENV)/.test-stamp system-packages-test lint  ## the fast checks: no server is started
	$(BIN)/python -m pytest -m "not real" $(PYTEST_ARGS)

bench: setup system-packages-run  ## how fast it is here, beside others, and what bounds it (minutes)
	$(BIN)/cspr bench

soak: setup system-packages-test  ## simulations for SECONDS=600, then property and fault tests, for longer than a build should take
	$(BIN)/python -m tests.simulation.soak $(SECONDS) build/soak-report.md
	CSPR_SOAK=1 $(BIN)/python -m pytest -m "hypothesis and not real" $(PYTEST_ARGS)
	CSPR_SOAK=1 $(BIN)/python -m pytest tests/faults $(PYTEST_ARGS)

setup: $(VENV)/.test-stamp $(VENV)/.kafka-stamp $(AXE) $(IDENTITY)  ## the virtual environment, the tools, Kafka's jars

lint: $(VENV)/.test-stamp
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

system-packages-%:
	@sh deploy/system-packages.sh $*

# A stamp is newer than what it was made from: a second run has nothing to do.
$(VENV)/bin/python:
	@sh deploy/make-venv.sh $(VENV)

$(VENV)/.run-stamp: requirements/run.txt deploy/install.sh | $(VENV)/bin/python
	@sh deploy/install.sh $(VENV) requirements/run.txt
	@touch $@

$(VENV)/.test-stamp: requirements/test.txt deploy/install.sh | $(VENV)/bin/python
	@sh deploy/install.sh $(VENV) requirements/test.txt
	@touch $@ $(VENV)/.run-stamp $(VENV)/.node-stamp

$(VENV)/.node-stamp: requirements/node.txt deploy/install.sh | $(VENV)/bin/python
	@sh deploy/install.sh $(VENV) requirements/node.txt
	@touch $@

$(VENV)/.kafka-stamp: deploy/local/kafka.py deploy/local/kafka_settings.py | $(VENV)/.run-stamp
	@echo "Fetching Apache Kafka (about 45 MB, once), and starting it once so that it starts quickly ..."
	@$(BIN)/python -m deploy.local.kafka_cache
	@touch $@

# The demo's identity provider; exactly what its lock file names, each file checked by its hash.
$(IDENTITY): deploy/identity/package-lock.json deploy/identity/package.json | $(VENV)/.node-stamp
	$(BIN)/npm ci --prefix deploy/identity --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# What looks for barriers in pages: likewise.
$(AXE): tests/browser/package-lock.json tests/browser/package.json | $(VENV)/.test-stamp
	$(BIN)/npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

lock: $(VENV)/.test-stamp  ## choose versions anew from requirements/*.in
	$(BIN)/pip install --quiet uv
	for set in run node test audit; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links \
	    requirements/$$set.in --output-file requirements/$$set.txt || exit 1; \
	done

documents: $(VENV)/.run-stamp  ## write anew what is made from the code: events, schemas, APIs
	$(BIN)/python -m deploy.documents

audit: $(VENV)/.test-stamp  ## is anything known against what we use? licences, bills of materials (needs the network; no test)
	@test -x build/audit/bin/python || sh deploy/make-venv.sh build/audit
	@sh deploy/install.sh build/audit requirements/audit.txt
	$(BIN)/python -m deploy.supply build/audit/bin

clean:  ## everything that can be made again; an installation's data stays
	rm -rf $(VENV) tests/browser/node_modules deploy/identity/node_modules build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find $(CHECKED) -name __pycache__ -type d -exec rm -rf {} +
