# The one list of commands. Every target does all of its own set-up, and is quick and silent about it the second time.
SETUP := python3 tools/setup.py
BIN := .venv/bin

.DEFAULT_GOAL := setup
.PHONY: setup queue demo serve test check cover bench wheel lock format

setup:  ## what running needs: .venv/bin/lixiang, the pages' assets, the fonts
	@$(SETUP)

queue:  ## setup, and the packages of a distributed queue on Redis or Valkey
	@$(SETUP) queue

demo: setup  ## a finished year and the notice in mid-cycle with sample organisations; prints address and accounts
	@$(BIN)/lixiang demo

serve: setup  ## the product on its own data in ./var
	@$(BIN)/lixiang serve

test:  ## all tests on SQLite; those that touch the database on PostgreSQL too
	@$(SETUP) test
	$(BIN)/pytest -n 2 --dist loadscope
	TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --dist loadscope --touching-database

check:  ## static: format, lint, import contracts, types, templates, migrations, generated pages
	@$(SETUP) check
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet lixiang
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/lixiang docs --check

# Where a mistake costs a citizen money, every branch is tested; elsewhere coverage is read, not gated.
CORE := lixiang/*/rules*,lixiang/*/states*,lixiang/*/permissions*,lixiang/*/actions*,lixiang/*/queries*
CORE := $(CORE),lixiang/*/rules/*,lixiang/*/states/*,lixiang/*/permissions/*,lixiang/*/actions/*,lixiang/*/queries/*
CORE := $(CORE),lixiang/workflow/*,lixiang/access/*
cover:  ## the branches of the core that no test takes
	@$(SETUP) test
	$(BIN)/pytest -n 2 --dist loadscope --cov --cov-report=
	$(BIN)/coverage report --include='$(CORE)' --fail-under=100

bench:  ## the measurements behind every figure in the README
	@$(SETUP) bench
	$(BIN)/python -m bench

wheel: setup  ## dist/*.whl with templates, packs and ready-made assets
	$(BIN)/python -m hatchling build -t wheel

format:
	$(BIN)/ruff format --quiet
	$(BIN)/ruff check --fix --quiet

# A week of cool-down on new releases; no download address enters a lock.
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--quiet --exclude-newer $(shell date -d '7 days ago' +%F)
lock: setup
	$(COMPILE) requirements/run.in -o requirements/run.lock
	$(COMPILE) requirements/queue.in -c requirements/run.lock -o requirements/queue.lock
	$(COMPILE) requirements/test.in -c requirements/queue.lock -o requirements/test.lock
	$(COMPILE) requirements/install.in -c requirements/test.lock -o requirements/install.lock
	$(COMPILE) requirements/node.in -o requirements/node.lock
