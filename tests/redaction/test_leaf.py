"""The parts of values that may be secrets."""

from decimal import Decimal

import pytest

from awsbatch.redaction.leaf import leaves


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("a", ["a"]),
        ("", [""]),
        (7, ["7"]),
        (1.50, ["1.5"]),
        (6.0, ["6"]),
        (1e-7, ["0.0000001"]),
        (True, []),
        (None, []),
        (
            ["abc", "abcd", 123, 1234, -12.34, "12:3", "12:34", True],
            ["abcd", "1234", "-12.34", "12:34"],
        ),
        ({"name": {"x": ["deep-down"]}, "none": None}, ["deep-down"]),
        ([], []),
        (Decimal(1), []),
    ],
)
def test_the_parts_of_a_value_are_its_strings_and_numbers(value: object, texts: list[str]) -> None:
    assert [*leaves(value)] == texts


def test_a_number_that_nothing_writes_is_no_part() -> None:
    assert [*leaves([10**5000])] == []
