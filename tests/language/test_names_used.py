"""The names that statements need, wherever they stand in them."""

import pytest

from awsbatch.language.names_used import names_used
from awsbatch.language.parser import parse


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("aws s a --x <<a.b>>-<<c>> > <<d>>\n", "acd"),
        ("x = aws s a <<a>>\n", "a"),
        ("x = <<a || b>>\n", "ab"),
        ("input x = <<a>>\ninput y\n", "a"),
        ("for x in 1 <<a>>\naws s a <<x>> <<b>>\nend\n", "abx"),
        ("while x = aws s a <<a>>\nprint <<b>>\nend\n", "ab"),
        ("if <<a>>\nprint <<b>>\nelse if aws s a <<c>>\nprint d\nelse\nfail <<e>>\nend\n", "abce"),
        ("parallel\naws s a <<a>>\nend\n", "a"),
        ("defaults --region <<a>>\n", "a"),
        ("assert <<a>> not <<b>>\n", "ab"),
        ("print <<a>> >> <<b>>\n", "ab"),
        ("set -e\naws s a\n", ""),
        ("aws s a\nfinally\naws s b <<a>>\nend\n", "a"),
    ],
)
def test_every_placeholder_is_looked_into(text: str, names: str) -> None:
    assert {*names_used(parse(text, "a.aws").statements)} == {*names}
