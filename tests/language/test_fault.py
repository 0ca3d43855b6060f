from typing import Any

import pytest

from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.language.encoding import decode
from awsbatch.language.parser import parse, parse_all
from tests.language import outline
from tests.table import table

TABLES = (
    "language/lexer_faults",
    "expression/expression_faults",
    "language/statement_faults",
    "language/block_faults",
)
CASES = [case for name in TABLES for case in table(name)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_a_fault_is_shown_with_its_line_and_what_to_write(case: dict[str, Any]) -> None:
    _, faults = parse_all(case["text"], outline.FILE)

    assert [render(fault).split("\n") for fault in faults] == case["faults"]


def test_parse_raises_the_first_fault() -> None:
    with pytest.raises(ScriptError, match="`echo`"):
        parse("print a\necho b\nsleep 1\n", outline.FILE)


def test_bytes_that_are_not_utf8_are_shown_where_they_stand() -> None:
    with pytest.raises(ScriptError) as caught:
        decode("print a\nprint é ".encode() + b"\xff x\r\nprint b", outline.FILE)

    assert render(caught.value).split("\n") == [
        "error: this line contains byte 0xFF, which is not valid UTF-8",
        " --> f.aws:2:9",
        "  |",
        "2 | print é \N{REPLACEMENT CHARACTER} x",
        "  |         ^ is this a command file?",
    ]


def test_a_null_byte_is_not_text() -> None:
    with pytest.raises(ScriptError) as caught:
        decode(b"print a\nb\0c", outline.FILE)

    assert render(caught.value).split("\n") == [
        "error: this line contains a null byte",
        " --> f.aws:2:2",
        "  |",
        "2 | b\N{REPLACEMENT CHARACTER}c",
        "  |  ^ is this a command file?",
    ]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfprint a", outline.FILE) == "print a"
