# Everything a fresh machine needs is Python >= 3.11 and make; each target sets up what it uses.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-full bench lint format lock clean wheel

demo: .venv/ready ## a small pipeline, its events, and what becomes of them
	$(BIN)/lineproof demo

test: .venv/ready ## the tests, in a few minutes
	$(BIN)/python -m pytest

test-full: .venv/ready ## all tests at their full size
	$(BIN)/python -m pytest --full

bench: .venv/ready ## what it costs beside raw COPY; BENCH="--largest 200000" takes a few minutes
	PYTHONPATH=tests $(BIN)/python -m benchmarks $(BENCH)

lint: .venv/ready
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock: ## pins anew what pyproject.toml asks for
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --upgrade -o requirements/dev.txt

.venv/ready: pyproject.toml requirements/dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist

wheel: .venv/ready ## builds the wheel, installs it elsewhere, and runs it
	rm -rf dist && $(BIN)/python -m hatchling build -t wheel
	$(BIN)/python -m venv --clear dist/venv
	dist/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	dist/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps dist/*.whl
	cd dist && venv/bin/lineproof --version && venv/bin/lineproof db sql | grep -c 'CREATE TABLE'
