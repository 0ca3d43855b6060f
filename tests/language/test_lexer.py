import io
import shlex
from collections.abc import Iterator
from typing import Any

import awscli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.language.lexer import FaultyLine, LogicalLine, split
from tests.language import outline
from tests.language.example import Example, examples
from tests.table import table

REFUSED = table("language/refused_examples")
# What the lexer refuses outside quotes, and what shlex reads otherwise than a shell:
# a `\` before a line's end and before `$` or a backquote in double quotes.
BARE = st.text(st.sampled_from("abcXYZ019-_=+,./:@%^*?[]{}!é日"), min_size=1)
SINGLE = st.text(st.characters(exclude_characters="'\r", exclude_categories=["Cc", "Cs"]))
DOUBLE = st.text(st.characters(exclude_characters='"\\$`<\r', exclude_categories=["Cc", "Cs"]))
ESCAPED = st.sampled_from(list("'\"\\ ;|&()<>#~*"))
PIECE = st.one_of(
    BARE,
    SINGLE.map(lambda text: f"'{text}'"),
    DOUBLE.map(lambda text: f'"{text}"'),
    ESCAPED.map(lambda character: f"\\{character}x"),
    st.sampled_from(['"\\\\"', '"\\""', '"\\n"', '"a\nb"', "'a\nb'"]),
)
WORD = st.lists(PIECE, min_size=1, max_size=4).map("".join)
LINE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)


def words(text: str) -> list[str]:
    (line,) = split(io.StringIO(text, newline="\n"), outline.FILE)
    assert isinstance(line, LogicalLine)
    redirect = [] if line.redirect is None else [">", *outline.word(line.redirect.target)]
    return ["".join(outline.word(word)) for word in line.words] + redirect


def lines(text: str) -> list[dict[str, Any]]:
    found = split(io.StringIO(text, newline="\n"), outline.FILE)
    return [outline.line(line) for line in found if isinstance(line, LogicalLine)]


@pytest.mark.parametrize("case", table("language/lexing"), ids=lambda case: repr(case["text"]))
def test_a_text_has_these_words(case: dict[str, Any]) -> None:
    assert lines(case["text"]) == case["lines"]


@given(LINE)
def test_words_are_those_of_a_posix_shell(text: str) -> None:
    assert words(text) == shlex.split(text, posix=True)


@given(st.lists(LINE, max_size=4))
def test_a_line_ends_where_the_next_begins(texts: list[str]) -> None:
    text = "\n".join(texts)

    assert len(lines(text)) == len(texts)


def test_lines_come_with_or_without_their_endings() -> None:
    bare = list(split(["ec2 'a", "b'", "x"], outline.FILE))

    assert bare == list(split(["ec2 'a\r\n", "b'\n", "x"], outline.FILE))


def test_it_reads_no_further_than_the_line_it_gives() -> None:
    read = []

    def source() -> Iterator[str]:
        for line in ("a 'b", "c'", "d"):
            read.append(line)
            yield line

    next(split(source(), outline.FILE))

    assert read == ["a 'b", "c'"]


def test_a_word_has_the_place_of_its_first_line() -> None:
    (line,) = split(["ec2 \\", "  'a b' \"c", 'd"'], outline.FILE)

    assert isinstance(line, LogicalLine)
    assert [(word.place.line, word.place.column, word.place.width) for word in line.words] == [
        (1, 1, 3),
        (2, 3, 5),
        (2, 9, 2),
    ]


def test_the_examples_of_the_aws_cli_have_the_words_of_a_shell() -> None:
    checked = 0
    for example in examples():
        (line,) = split(example.text.split("\n"), example.where)
        if isinstance(line, LogicalLine):
            assert words(example.text) == example.words(), example.where
            checked += 1

    assert checked > 5000


@pytest.mark.skipif(
    awscli.__version__ != REFUSED["awscli"], reason="the list is of another version's examples"
)
def test_the_examples_that_are_refused_are_these() -> None:
    refused = [_refused(example) for example in examples()]

    assert [case for case in refused if case is not None] == REFUSED["refused"]


def _refused(example: Example) -> dict[str, str] | None:
    (line,) = split(example.text.split("\n"), example.where)
    if not isinstance(line, FaultyLine) or line.error.place is None:
        return None
    place = line.error.place
    return {"where": example.where, "line": place.text, "reason": line.error.message}
