import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.fault.caret import render, styled
from awsbatch.fault.error import ScriptError, UsageError
from awsbatch.fault.place import Place


def fault(
    text: str, column: int, width: int, *, line: int = 1, hint: str | None = None
) -> ScriptError:
    place = Place("f.aws", line, column, width, text)
    return ScriptError("this is wrong", place=place, hint=hint)


def shown(text: str, column: int, width: int, *, line: int = 1, hint: str | None = None) -> str:
    return render(fault(text, column, width, line=line, hint=hint))


def cut(text: str, column: int, width: int, terminal: int, *, hint: str | None = None) -> list[str]:
    """Return the line at fault and what is below it, as they are on a terminal."""
    return str(styled(fault(text, column, width, hint=hint), terminal=terminal)).split("\n")[3:]


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
    assert excerpt[3] == f"1 | …{'a' * 99}X{'b' * 98}…"
    assert excerpt[4] == f"  | {' ' * 100}^"


LONG = f"aws s3api put-object --bucket logs --key {'k' * 98} --acl pubic --body report.csv"
HINT = "did you mean `public-read`, which anybody can read?"


@pytest.mark.parametrize(
    ("terminal", "lines"),
    [
        (
            40,
            [
                "1 | …kkkkkkkkk --acl pubic --body repo…",
                "  |                  ^^^^^",
                f"  | {HINT}",
            ],
        ),
        (
            80,
            [
                f"1 | …{'k' * 43} --acl pubic --body report.csv",
                f"  | {' ' * 51}^^^^^",
                f"  | {HINT}",
            ],
        ),
        (200, [f"1 | {LONG}", f"  | {' ' * 146}^^^^^", f"  | {HINT}"]),
        (210, [f"1 | {LONG}", f"  | {' ' * 146}^^^^^ {HINT}"]),
    ],
)
def test_a_line_is_cut_to_the_terminal_around_its_fault(terminal: int, lines: list[str]) -> None:
    assert cut(LONG, 147, 5, terminal, hint=HINT) == lines


@pytest.mark.parametrize(
    ("text", "column", "width", "lines"),
    [
        ("x" * 30 + "日" * 30, 31, 1, ["1 | …xxxxxxx日日日…", "  |         ^^"]),
        ("日" * 30, 16, 2, ["1 | …日日日日日日…", "  |        ^^^^"]),
        ("\ta\t\tb" * 5, 5, 1, ["1 | …       b      …", "  |         ^"]),
        ("a" * 40, 1, 40, ["1 | aaaaaaaaaaaaaa…", "  | ^^^^^^^^^^^^^^"]),
        ("a" * 40, 41, 1, ["1 | …aaaaaaaaaaaaaa", "  |                ^"]),
        ("e\u0301" * 40, 41, 1, ["1 | …" + "e\u0301" * 14 + "…", "  |         ^"]),
    ],
)
def test_a_cut_line_has_no_more_columns_than_the_terminal(
    text: str, column: int, width: int, lines: list[str]
) -> None:
    assert cut(text, column, width, 21) == lines


def test_a_short_line_with_tabs_stays_as_it_is_on_a_terminal() -> None:
    assert cut("\taws x", 6, 1, 40, hint="write `aws s3 ls`") == [
        "1 | \taws x",
        "  | \t    ^ write `aws s3 ls`",
    ]


@given(
    st.text(st.sampled_from("a日\t\u0301\0 ")),
    st.integers(0),
    st.integers(1, 5),
    st.integers(1, 60),
)
def test_a_caret_is_below_its_fault_and_both_on_the_screen(
    text: str, position: int, width: int, terminal: int
) -> None:
    column = position % (len(text) + 1) + 1
    line, below = (screen_columns(each) for each in cut(text, column, width, terminal))

    # Where not even a wide character has room between the marks, one is on the next line.
    assert terminal < 9 or max(len(line), len(below)) < terminal
    character = text[column - 1 : column]
    if character in {"a", "日"}:
        assert line[below.index("^")] == character


def screen_columns(line: str) -> list[str]:
    """Return the character in each column of a terminal."""
    screen: list[str] = []
    for character in line:
        if character == "\t":
            screen += " " * (8 - len(screen) % 8)
        elif character == "日":
            screen += [character, ""]
        elif character != "\u0301":
            screen.append(character)
    return screen
