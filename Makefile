SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
PROCESSES ?= 2
ONEPOOL_WAREHOUSE ?= warehouse/onepool.duckdb
ONEPOOL_PUBLISHED ?= published
export ONEPOOL_WAREHOUSE ONEPOOL_PUBLISHED
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PATH := $(abspath $(VENV))/bin:$(PATH)

RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
SPARK := $(VENV)/.spark
BUILT := build/built
INPUTS := $(shell find models macros seeds analyses tests/generic tests/reconciliation \
	onepool audiences extracts/sample dbt_project.yml profiles.yml \
	-type f -not -name '*.pyc' 2>/dev/null)

EXAMPLE := select channel_code, closing as members from marts.pool_daily \
	where on_date = (select max(on_date) from marts.pool_daily) \
	order by members desc limit 5
define RUN_EXAMPLE
import os
import duckdb
warehouse = duckdb.connect(os.environ["ONEPOOL_WAREHOUSE"], read_only=True)
print(warehouse.sql(" ".join(os.environ["EXAMPLE"].split())))
endef
export EXAMPLE RUN_EXAMPLE

.PHONY: help build test lint lint-python lint-sql lint-architecture parity bench \
	bench-experiments bench-identity docs example clean

help: ## Say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

$(RUNTIME): requirements.txt pyproject.toml
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	python -m pip install --quiet -r requirements.txt
	python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(DEV): $(RUNTIME) requirements-dev.txt requirements-real-data.txt requirements-fuzzy.txt
	python -m pip install --quiet -r requirements.txt -r requirements-dev.txt \
		-r requirements-real-data.txt -r requirements-fuzzy.txt
	touch $@

$(SPARK): $(DEV) requirements-spark.txt
	python -m pip install --quiet -r requirements.txt -r requirements-spark.txt
	touch $@

# Unit tests say nothing of the data that is built; `make test` runs them.
$(BUILT): $(RUNTIME) $(INPUTS)
	mkdir -p $(dir $(ONEPOOL_WAREHOUSE)) $(@D)
	dbt build --exclude-resource-type unit_test
	onepool publish
	onepool audiences build
	onepool whitepaper
	touch $@

build: ## Install, land and build the extracts, run the data tests, publish the marts
	rm -f $(BUILT)
	$(MAKE) --no-print-directory $(BUILT) example

example: $(RUNTIME) ## Say where the result is and ask it one question
	@echo
	@echo "Warehouse: $(ONEPOOL_WAREHOUSE)    For BI tools: $(ONEPOOL_PUBLISHED)/"
	@echo "Members of the pool by channel, the largest first:"
	@echo "    $$EXAMPLE" | tr -s ' \t' ' '
	@python -c "$$RUN_EXAMPLE"

test: $(DEV) $(BUILT) lint ## Prove it: build with data tests, linters, every test on DuckDB
	pytest -m "not spark" -rs --numprocesses $(PROCESSES) --dist loadgroup \
		--no-loadscope-reorder

lint: lint-python lint-sql lint-architecture ## Check style and architecture

lint-python: $(DEV)
	ruff check .
	ruff format --check .

lint-sql: $(DEV)
	mkdir -p $(dir $(ONEPOOL_WAREHOUSE))
	python scripts/lint_sql.py lint --disable-progress-bar --processes $(PROCESSES) \
		$(wildcard models analyses tests/reconciliation)

lint-architecture: $(DEV)
	mkdir -p $(dir $(ONEPOOL_WAREHOUSE))
	dbt --quiet parse
	COLUMNS=120 dbt-bouncer run --config-file dbt-bouncer.yml --show-all-failures

parity: $(SPARK) ## Build on Spark too (Java 17) and compare every core and mart table
	onepool parity
	pytest -m spark -rs

bench: $(DEV) ## Build up to a million members; hold RFM and KPIs to pandas and polars
	onepool bench-orders
	onepool bench

bench-experiments: $(RUNTIME) ## Hold the intervals of experiments to effects that are known
	onepool bench-experiments

bench-identity: $(DEV) ## Hold identity to the truth of worlds and of febrl, to scipy and to Splink
	onepool bench-accuracy
	onepool bench-febrl
	onepool bench-components
	onepool bench-increments

docs: $(RUNTIME) ## Write the documentation of models and columns as one page
	dbt docs generate --static
	@echo "Open target/static_index.html"

clean: ## Remove everything that was built; the environment in $(VENV) stays
	rm -rf build target logs warehouse published spark-warehouse metastore_db derby.log \
		.pytest_cache .ruff_cache .hypothesis
