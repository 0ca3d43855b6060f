# Everything runs in .venv, which is made when it is needed.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench clean

# Makes 50 log groups in an in-memory AWS, lists them and deletes them one by one.
demo: .venv/sandbox.stamp
	$(BIN)/awsbatch run --sandbox examples/setup/log-groups.aws examples/delete-log-groups.aws

test: .venv/test.stamp
	$(BIN)/python -m pytest -q -n auto --dist worksteal

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
