"""Statements told apart wherever their lines are."""

import pytest

from awsbatch.engine.resumption.spot_book import SpotBook
from awsbatch.language.parser import parse


def spots(text: str) -> list[tuple[str, int, int, bool]]:
    book = SpotBook(parse(text, "a.aws").statements)
    return [(" ".join(s.statement), s.copy, s.loops, s.finishing) for s in book]


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("aws s a  --x   1", "s a --x 1"),
        ("aws s a '--x' \"1\" # why", "s a --x 1"),
        ("@retry=3 aws s a", "s a"),
        ("aws s a <<x.y>>-z", "s a <<x.y>>-z"),
        ("aws s a > f", "s a > f"),
        ("aws s a >> <<f>>", "s a >> <<f>>"),
        ("x = aws s a", "x = s a"),
        ("x = @secret aws s a", "x = s a"),
    ],
)
def test_a_statement_is_its_name_and_its_words_and_its_file(line: str, written: str) -> None:
    assert [spot[0] for spot in spots(f"{line}\n")] == [written]


def test_a_list_that_is_added_to_is_not_a_name_that_is_set() -> None:
    found = spots("for a in 1 2\nx[] = aws s a\nend\nx = aws s a\n")
    assert [spot[0] for spot in found] == ["x = s a", "x [] = s a"]


def test_a_question_is_no_command_of_its_own() -> None:
    found = spots("if aws s a\naws s a\nelse if ! aws s a\nprint x\nend\n")
    assert [spot[0] for spot in found] == ["if s a", "s a", "if ! s a"]


def test_equal_statements_are_counted_in_their_round() -> None:
    text = (
        "aws s a\naws s b\n"
        "if <<`true`>>\naws s a\nelse\naws s a\nend\n"
        "parallel\naws s a\nend\n"
        "for x in 1 2\naws s a\naws s a\nwhile y = aws s a\naws s a\nend\nend\n"
        "finally\naws s a\nfor x in 1\naws s a\nend\naws s a\nend\n"
    )
    assert sorted(each for each in spots(text) if each[0].endswith("s a")) == sorted(
        [
            *(("s a", number, 0, False) for number in range(4)),
            *(("s a", number, 1, False) for number in range(2)),
            ("y = s a", 0, 2, False),
            ("s a", 0, 2, False),
            *(("s a", number, 0, True) for number in range(2)),
            ("s a", 0, 1, True),
        ]
    )


def test_the_spot_of_a_statement_is_that_of_the_whole_book() -> None:
    statements = parse("aws s a\naws s a\nfor x in 1 2\naws s a\nend\n", "a.aws").statements
    book = SpotBook(statements)
    loop = statements[2]
    found = [
        book.of(statements[0], loops=0, finishing=False),  # type: ignore[arg-type]
        book.of(statements[1], loops=0, finishing=False),  # type: ignore[arg-type]
        book.of(loop.body[0], loops=1, finishing=False),  # type: ignore[union-attr, arg-type]
    ]
    assert found == [*book]
    assert book.of(loop.body[0], loops=1, finishing=False) is found[2]  # type: ignore[union-attr, arg-type]
