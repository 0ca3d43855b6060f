"""The tokens of faulty and of sound text, and what closes it."""

import pytest

from awsbatch.expression import scanner


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a.b[0]", ["a", ".", "b", "[", "0", "]"]),
        ("a[?b == $c]", ["a", "[?", "b", "==", "$c", "]"]),
        ("a <> -1.5", ["a", "<>", "-1.5"]),
        (r"'it\'s' || `[1, 2]`", [r"'it\'s'", "||", "`[1, 2]`"]),
        ("'open", ["'", "open"]),
        (" \t", []),
    ],
)
def test_a_text_has_these_tokens(text: str, tokens: list[str]) -> None:
    assert [match[0] for match in scanner.tokens(text)] == tokens


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("a[?b(c", ")]"),
        ("{a: [b", "]}"),
        ("a[0]", ""),
        ("a)", ""),
        ("'(' || \"[\" || `{`", ""),
    ],
)
def test_open_brackets_are_closed_from_the_innermost_on(text: str, closing: str) -> None:
    assert scanner.closing(text) == closing


def test_a_token_begins_at_a_position_and_has_a_width() -> None:
    assert scanner.token("a || bc", 5) == "bc"
    assert scanner.width("a || bc", 2) == 2
    assert scanner.width("a || bc", 7) == 0


@pytest.mark.parametrize(
    ("text", "position", "width"),
    [("a[0].b", 1, 3), ("a[?b == ']' && c[0]].d", 1, 19), ("a[]", 1, 2), ("a[?b", 1, 2)],
)
def test_a_step_in_brackets_is_as_wide_as_what_they_enclose(
    text: str, position: int, width: int
) -> None:
    assert scanner.width(text, position) == width
