"""The values of options."""

from importlib import import_module

# Before anything else of the AWS CLI.
import awscli.clidriver  # noqa: F401
import pytest

from awsbatch.aws.line_check.value.option_value import CONTAINED


@pytest.mark.parametrize("name", sorted(CONTAINED))
def test_arguments_that_are_known_by_name_are_there(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert hasattr(import_module(module), kind)
