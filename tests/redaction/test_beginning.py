"""What a text ends with that may be the beginning of another."""

import pytest

from awsbatch.redaction.beginning import Beginnings


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", 0),
        ("xyz", 0),
        ("x h", 1),
        ("x hunt", 4),
        ("hunter2", 7),
        ("hunter2 ", 0),
        ("xa", 1),
        ("xab", 2),
        ("huhunter", 6),
    ],
)
def test_the_longest_beginning_counts(text: str, size: int) -> None:
    beginnings = Beginnings(["hunter2"])
    beginnings.add("ab")
    assert beginnings.size(text) == size
