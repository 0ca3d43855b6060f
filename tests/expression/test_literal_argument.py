"""Calls that are tried at the check: what must fail is a fault, and nothing else is."""

import pytest

from tests.expression.test_expression import expression


@pytest.mark.parametrize(
    "source",
    [
        "contains('abc', x)",
        "contains(x, 1)",
        "divide(1, x)",
        "epoch(x)",
        "format('{:d}|{:>4}|{:.1f}', x, y, z)",
        "from_json(x)",
        "get(x, 'key')",
        "join('', x)",
        # To try it would take years.
        "matches('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')",
        "to_string(matches('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$'))",
        "now()",
        "pad_left(x, 5, y)",
        "read('no-such-file')",
        "sort_by(x, &size)",
        "strftime(x, '%Y', y)",
        "strftime(x, y, 'Europe/Berlin')",
        "take(x, 0)",
        "to_number('twelve')",
        # It depends on when the run is.
        "date(ago('2020w'))",
        # Null is no literal of an author, but a field of nothing.
        "not_null(x, `null`)",
    ],
)
def test_what_may_succeed_is_no_fault(source: str) -> None:
    expression(source)
