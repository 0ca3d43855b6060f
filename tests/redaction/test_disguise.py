"""Secrets in every way that something may write them."""

import ast
import base64
import json
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.contract import quoting
from awsbatch.redaction.masked_flow import MaskedFlow
from awsbatch.redaction.secret import Secrets
from tests.redaction.way import SECRET, WAYS


def secrets(*values: str) -> Secrets:
    book = Secrets()
    book.add(values)
    return book


@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_found_however_it_is_written(way: str) -> None:
    written = WAYS[way](SECRET)
    shown = secrets(SECRET).masked(f"before, {written}, after")
    assert shown.startswith("before, ")
    assert shown.endswith(", after")
    assert "***" in shown
    for part in (written, SECRET, "p@ss", "d\\", "x/", "or'", "é", "€", "𝄞", "+9"):
        assert part not in shown


def test_what_is_beside_a_secret_stays() -> None:
    book = secrets(SECRET)
    assert book.masked(json.dumps({"a": SECRET, "é": "ü"}, ensure_ascii=False)) == (
        '{"a": "***", "é": "ü"}'
    )
    assert book.masked(shlex.quote(f"it's {SECRET}!")) == """'it'"'"'s ***!'"""
    pair = base64.b64encode(f"user:{SECRET}".encode()).decode()
    # The character before it has two bits of it.
    assert book.masked(f"Basic {pair}\n") == "Basic dXNlcj***\n"


CONTEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=40).filter(
    lambda value: bool(value.strip("* \t\r\n")) and "\n" not in value and "\r" not in value
)


@given(st.lists(VALUES, min_size=1, max_size=4), st.sampled_from(sorted(WAYS)), CONTEXTS, CONTEXTS)
def test_no_secret_is_left_in_any_text(
    values: list[str], way: str, before: str, after: str
) -> None:
    book = secrets(*values)
    for value in values:
        written = WAYS[way](value)
        shown = book.masked(f"{before} {written} {after}")
        assert written not in shown or written in "***"
        assert value not in shown


@given(st.lists(VALUES, max_size=3), st.text(max_size=200))
def test_a_text_without_secrets_is_as_it_was(values: list[str], text: str) -> None:
    book = secrets(*values)
    if not book.holds(text):
        assert book.masked(text) == text
    assert secrets("of-nobody-here").masked(text) == text
    flow = MaskedFlow(secrets("of-nobody-here"))
    data = text.encode(errors="surrogatepass")
    assert flow.take(data) + flow.finish() == data


@given(
    st.lists(VALUES, min_size=1, max_size=3),
    st.sampled_from(sorted(WAYS)),
    CONTEXTS,
    CONTEXTS,
    st.lists(st.integers(0, 300), max_size=6),
)
def test_no_secret_is_left_in_pieces(
    values: list[str], way: str, before: str, after: str, cuts: list[int]
) -> None:
    book = secrets(*values)
    whole = f"{before} {' '.join(map(WAYS[way], values))} {after}".encode()
    flow, shown, start = MaskedFlow(book), b"", 0
    for cut in (*sorted(cuts), len(whole)):
        shown += flow.take(whole[start:cut])
        start = max(start, cut)
    shown += flow.finish()
    for value in values:
        assert WAYS[way](value).encode() not in shown
        assert value.encode() not in shown


def test_a_command_can_be_read_again_without_its_secret() -> None:
    line = quoting.joined(["aws", "x", "--password", SECRET, "--user", "it's me"])
    assert shlex.split(secrets(SECRET).masked(line)) == [
        "aws",
        "x",
        "--password",
        "***",
        "--user",
        "it's me",
    ]


def test_what_python_shows_of_it_can_be_read_as_python() -> None:
    assert ast.literal_eval(secrets(SECRET).masked(repr([SECRET, 1]))) == ["***", 1]
