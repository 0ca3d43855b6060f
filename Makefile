# Everything runs in .venv, which is made when it is needed.
PYTHON ?= python3
BIN := .venv/bin
# A worker for each processor, which takes over what others have not begun.
PYTEST := $(BIN)/python -m pytest -q -n auto --dist worksteal

.PHONY: demo test coverage lint bench clean

# Makes 50 log groups in an in-memory AWS, lists them and deletes them one by one.
demo: .venv/sandbox.stamp
	$(BIN)/awsbatch run --sandbox examples/setup/log-groups.aws examples/delete-log-groups.aws

# Leaves out what is marked `law`, a third of the time; `coverage` does not.
test: .venv/test.stamp
	$(PYTEST) -m 'not law'

# Runs all tests, and fails where they reach too little of the code.
coverage: .venv/test.stamp
	$(PYTEST) --cov

lint: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Holds awsbatch against what people use today, in twenty to thirty minutes; needs nginx and GNU parallel.
bench: .venv/bench.stamp
	$(BIN)/python benchmarks/compare.py

clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/%.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	touch $@
