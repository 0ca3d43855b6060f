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
PYTEST_ALL := -m pytest -q -n auto --dist worksteal
PYTEST := $(BIN)/python $(PYTEST_ALL)
COVERING := --cov --cov-report= --cov-fail-under=0

# Where Debian's `awscli` is installed, its Python imports version 2 of the AWS CLI.
V2_PYTHON := /usr/bin/python3
V2 := .venv-v2
HAS_V2 = $(shell $(V2_PYTHON) -I -c 'import ensurepip, awscli; awscli.__version__ < "2" or print(1)' 2>&-)
NO_V2 := NOT TESTED on version 2 of the AWS CLI: $(V2_PYTHON) does not import it, or has no venv
# What depends on the version most.
V2_TESTS := tests/examples tests/exec/scripts tests/golden tests/law \
	$(addprefix tests/aws/,catalog driver isolation version wire) \
	$(addprefix tests/aws/fast_path/,plan short_line test_hot_path.py wire) \
	$(addprefix tests/aws/,session/test_renewal.py test_fork.py test_surroundings.py)

.PHONY: demo test sample law coverage test-v2 lint bench setup setup-v2 clean

# Makes log groups in an in-memory AWS and deletes them, slowly enough for its bar to be seen; one
# failure is part of it.
demo: $(STAMP).sandbox
	AWSBATCH_AWS=own $(BIN)/awsbatch run --sandbox --rate 40 examples/demo.aws || test $$? = 1
	@echo
	@echo 'What to try next, without an AWS account:'
	@echo '  $(AWSBATCH) - --sandbox         type commands, and see what they do'
	@echo '  $(AWSBATCH) help examples/demo.aws'

# Leaves out what takes long to compare with the AWS CLI.
test: $(STAMP).test
	$(PYTEST) -m 'not law'

# Replays a third of the corpus of lines, of which `test` has one of twelve, has all scripts of a
# shell but the longest do by plain `aws` what they do under `exec`, plans all scripts, of which
# `test` plans a third, holds more requests of shortcuts against those of the AWS CLI, and kills
# runs at random moments.
sample: $(STAMP).test
	$(PYTEST) -m law -k 'not clean_up_does' tests/exec tests/plan tests/aws/fast_path
	$(BIN)/python -m tests.law.replay --every=3
	$(BIN)/python -m tests.law.refused --every=3
	$(BIN)/python -m tests.resume.kills 4 400
	$(BIN)/python -m tests.aws.fast_path.wire.examples --every=12
	$(BIN)/python -m tests.aws.fast_path.wire.corpus --every=3
	$(BIN)/python -m tests.aws.fast_path.wire.odd_server 500

# Runs what is marked `law`, and replays the whole corpus of lines in every way: for a release, and wherever the law
# is at stake.
law: $(STAMP).test
	$(PYTEST) -m law
	$(BIN)/python -m tests.law.replay
	$(BIN)/python -m tests.law.replay --verbatim
	$(BIN)/python -m tests.law.replay --alone
	$(BIN)/python -m tests.law.refused
	$(BIN)/python -m tests.resume.kills
	$(BIN)/python -m tests.aws.fast_path.wire.examples
	$(BIN)/python -m tests.aws.fast_path.wire.corpus
	$(BIN)/python -m tests.aws.fast_path.wire.odd_server 20000

# Runs, on version 2 of the AWS CLI, what depends on it, and awsbatch inside of it.
test-v2: $(STAMP).test setup-v2
	$(if $(HAS_V2),$(V2)/bin/python $(PYTEST_ALL) -m 'not law' $(V2_TESTS))
	$(if $(HAS_V2),$(V2)/bin/python -m tests.law.replay --every=3)
	$(if $(HAS_V2),$(PYTEST) tests/door/test_other_python.py)
	@$(if $(HAS_V2),,echo; echo '$(NO_V2)')

# Runs all that there is on both; fails where that reaches too little of the code.
coverage: $(STAMP).test setup-v2
	rm -f .coverage-v?
	COVERAGE_FILE=$(CURDIR)/.coverage-v1 $(PYTEST) $(COVERING)
	$(if $(HAS_V2),COVERAGE_FILE=$(CURDIR)/.coverage-v2 $(V2)/bin/python $(PYTEST_ALL) $(COVERING) $(V2_TESTS))
	$(BIN)/coverage combine --keep .coverage-v?
	$(BIN)/coverage report $(if $(HAS_V2),,--omit 'awsbatch/aws/version/v2*')
	@$(if $(HAS_V2),,echo; echo '$(NO_V2)')

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

# Tests use a variable that Debian's version has to be taught.
setup-v2:
	$(if $(HAS_V2),$(MAKE) --no-print-directory VENV=$(V2) setup)
	$(if $(HAS_V2),$(V2)/bin/python -m tests.endpoint_variable)

# An environment that is active is its owner's to remove.
clean:
	rm -rf .venv $(V2)

.venv/bin/python:
	$(PYTHON) -m venv .venv

$(V2)/bin/python:
	$(V2_PYTHON) -m venv --system-site-packages $(V2)

$(STAMP).%: pyproject.toml | $(BIN)/python
	@echo 'installing awsbatch in $(VENV), with the AWS CLI and what `$*` needs, about 70 packages or'
	@echo 'more, which takes a minute or two'
	$(BIN)/python -m pip install --disable-pip-version-check --editable '.[$*]'
	@touch $@
