"""The book of what is secret in a run."""

from typing import TYPE_CHECKING

from awsbatch.redaction.secret import Secrets

if TYPE_CHECKING:
    from awsbatch.fault.error import AwsbatchError


def test_a_value_that_was_called_secret_is_masked_in_results_as_well() -> None:
    secrets = Secrets()
    secrets.add(["of-an-answer"])
    secrets.add_explicit(["of-a-person"], "password")
    value = {"a": ["of-a-person", 1], "b": "of-an-answer", "of-a-person": None}
    assert secrets.masked_value(value) == ({"a": ["***", 1], "b": "***", "***": None}, False)
    assert secrets.masked_value(value, explicit=True) == (
        {"a": ["***", 1], "b": "of-an-answer", "***": None},
        False,
    )
    assert secrets.masked_value({"a": 1}) == ({"a": 1}, True)
    assert secrets.holds("is of-a-person")
    assert not secrets.holds("is of-nobody")


def test_a_short_value_is_warned_of_once_a_name() -> None:
    told: list[AwsbatchError] = []
    secrets = Secrets()
    secrets.warn = told.append
    secrets.add_explicit(["1234"], "pin")
    secrets.add_explicit(["1235"], "pin")
    secrets.add_explicit(["a-long-one"], "password")
    assert [error.message for error in told] == ["`pin` has fewer than 8 characters"]
