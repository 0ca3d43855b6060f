# Everything runs in the virtual environment that is active, or else in .venv, which is made when it
# is needed.
PYTHON ?= python3
VENV := $(or $(and $(VIRTUAL_ENV),$(wildcard $(VIRTUAL_ENV)/bin/python),$(VIRTUAL_ENV)),.venv)
BIN := $(VENV)/bin
# As it is typed: an environment that is active has it on the path.
AWSBATCH := $(if $(filter .venv,$(VENV)),$(BIN)/)awsbatch
# An environment of somebody else's may have had another clone installed in it.
STAMP := $(VENV)/$(subst /,-,awsbatch$(CURDIR))
# A worker for each processor, which takes over what others have not begun.
PYTEST := $(BIN)/python -m pytest -q -n auto --dist worksteal

.PHONY: demo test coverage lint bench setup clean

# Makes log groups in an in-memory AWS and deletes them, slowly enough for its bar to be seen; one
# failure is part of it.
demo: $(STAMP).sandbox
	AWSBATCH_AWS=own $(BIN)/awsbatch run --sandbox --rate 40 examples/demo.aws || test $$? = 1
	@echo
	@echo 'What to try next, without an AWS account:'
	@echo '  $(AWSBATCH) - --sandbox         type commands, and see what they do'
	@echo '  $(AWSBATCH) help examples/demo.aws'

# Leaves out what is marked `law`, a third of the time; `coverage` does not.
test: $(STAMP).test
	$(PYTEST) -m 'not law'

# Runs all tests, and fails where they reach too little of the code.
coverage: $(STAMP).test
	$(PYTEST) --cov

lint: $(STAMP).test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Holds awsbatch against what people use today, in twenty to thirty minutes; needs nginx and GNU parallel.
bench: $(STAMP).bench
	$(BIN)/python benchmarks/compare.py

# Installs what the tests need, and runs nothing.
setup: $(STAMP).test

# An environment that is active is its owner's to remove.
clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -m venv .venv

$(STAMP).%: pyproject.toml | $(BIN)/python
	@echo 'installing awsbatch in $(VENV), with the AWS CLI and what `$*` needs, about 70 packages or'
	@echo 'more, which takes a minute or two'
	$(BIN)/python -m pip install --disable-pip-version-check --editable '.[$*]'
	@touch $@
