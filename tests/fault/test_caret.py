import pytest

from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError, UsageError
from awsbatch.fault.place import Place


def shown(text: str, column: int, width: int, *, line: int = 1, hint: str | None = None) -> str:
    place = Place("f.aws", line, column, width, text)
    return render(ScriptError("this is wrong", place=place, hint=hint))


def test_a_fault_is_shown_with_its_line_a_caret_and_a_hint() -> None:
    assert shown("print a b", 7, 1, line=12, hint="write `c`") == (
        "error: this is wrong\n  --> f.aws:12:7\n   |\n12 | print a b\n   |       ^ write `c`"
    )


def test_a_fault_without_a_place_is_a_line_and_its_hint() -> None:
    assert render(UsageError("no file", hint="name one")) == "error: no file\n  name one"


def test_a_fault_with_neither_place_nor_hint_is_a_line() -> None:
    assert render(UsageError("no file")) == "error: no file"


@pytest.mark.parametrize(
    ("text", "column", "width", "carets"),
    [
        ("print a", 7, 1, "      ^"),
        ("print abc", 7, 3, "      ^^^"),
        ("\ta\tb", 4, 1, "\t \t^"),
        ("日本 a", 4, 1, "     ^"),
        ("日本 a", 1, 2, "^^^^"),
        ("e\u0301 a", 4, 1, "  ^"),
        ("a\0b", 3, 1, "  ^"),
        ("print", 6, 1, "     ^"),
        ("", 1, 1, "^"),
    ],
)
def test_the_caret_stands_under_its_characters(
    text: str, column: int, width: int, carets: str
) -> None:
    assert shown(text, column, width).split("\n")[-1] == f"  | {carets}"


def test_a_character_that_would_garble_a_terminal_is_replaced() -> None:
    line = shown("a\0\x1b[0mb\u2028c", 1, 1).split("\n")[3]

    assert line == "1 | a\ufffd\ufffd[0mb\ufffdc"


def test_a_long_line_is_shown_around_its_fault() -> None:
    excerpt = shown("a" * 300 + "X" + "b" * 300, 301, 1).split("\n")
    assert excerpt[3] == f"1 | …{'a' * 100}X{'b' * 99}…"
    assert excerpt[4] == f"  | {' ' * 101}^"
