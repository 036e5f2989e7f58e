# `make app` and `make test` do all the set-up: a virtual environment in .venv, with every version pinned by hash.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help app test lint format docs lock screenshots clean

help: ## Show what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

app: $(READY) ## Open the dashboard on the example article
	@$(BIN)/onrecord app

# Two workers, and one thread each for sums: more threads than cores wait for one another.
test: lint ## Check style, types and layers, then run every test
	@echo "Running the tests …"
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal

lint: $(READY) ## Check style, types and layers
	@echo "Checking style, types and layers …"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted. Run: make format"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache | tail -n 4

format: $(READY) ## Format the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

docs: $(READY) ## Make the generated pages of docs/, then the site in build/site
	@$(BIN)/python docs/write_columns.py
	@$(BIN)/python docs/draw_layers.py
	@$(BIN)/python docs/run_example.py
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --builder html docs build/site
	@echo "The site is made. Open build/site/index.html."

lock: $(READY) ## Pin the newest versions that fit (needs uv)
	@command -v uv >/dev/null || { echo "This needs uv. Install it, then run: make lock"; exit 1; }
	@uv pip compile pyproject.toml --extra all --extra dev --extra docs --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --quiet --upgrade -o requirements.lock

screenshots: $(READY) ## Take pictures of every page into build/screenshots, and those in the README
	@$(BIN)/python benchmarks/screenshots.py build/screenshots --readme docs

clean: ## Remove the virtual environment and everything that was made
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml .ci/environment
	@.ci/environment $(VENV)
	@touch $@
