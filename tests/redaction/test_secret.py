"""The book of what is secret in a run."""

import base64
import io
import os
from typing import TYPE_CHECKING

import pytest

from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.redaction.masked_flow import MaskedFlow
from awsbatch.redaction.secret import Secrets

if TYPE_CHECKING:
    from awsbatch.fault.error import AwsbatchError


def test_a_value_that_was_called_secret_is_masked_in_results_as_well() -> None:
    secrets = Secrets()
    secrets.add(["of-an-answer"])
    secrets.add_explicit(["of-a-person"], "password")
    value = {"a": ["of-a-person", 1], "b": "of-an-answer", "of-a-person": None}
    assert secrets.masked_value(value) == ({"a": ["***", 1], "b": "***", "***": None}, False)
    assert secrets.explicit.masked_value(value) == (
        {"a": ["***", 1], "b": "of-an-answer", "***": None},
        False,
    )
    assert secrets.masked_value({"a": 1}) == ({"a": 1}, True)
    assert secrets.holds("is of-a-person")
    assert not secrets.holds("is of-nobody")


def test_a_result_is_kept_that_has_a_short_secret_by_chance() -> None:
    secrets = Secrets()
    secrets.add(["us-east-1", "1234", "of-an-answer"])
    arn = "arn:aws:sns:us-east-1:1234:a"
    assert secrets.kept_value({"a": [arn, 1234.5]}) == ({"a": [arn, 1234.5]}, True)
    assert secrets.kept_value(["us-east-1", 1234, True]) == (["***", "***", True], False)
    assert secrets.kept_value([f"{arn}/of-an-answer"]) == (["arn:aws:sns:***:***:a/***"], False)


def test_a_short_value_is_warned_of_once_a_name() -> None:
    told: list[AwsbatchError] = []
    secrets = Secrets()
    secrets.warn = told.append
    secrets.add_explicit(["1234"], "pin")
    secrets.add_explicit(["1235"], "pin")
    secrets.add_explicit(["a-long-one"], "password")
    secrets.add_explicit(["us-east-1"], "region")
    assert [error.message for error in told] == [
        "the value of `pin` has fewer than 8 characters, so that it is hidden as a whole word only",
        (
            "the value of `region` is an ordinary word, which is hidden wherever it stands"
            " by itself, and not within other words"
        ),
    ]


def masked(text: str, *values: str) -> str:
    secrets = Secrets()
    secrets.add(values)
    return secrets.masked(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pin=1234,", "pin=***,"),
        ('"1234"', '"***"'),
        ("(1234)", "(***)"),
        ("“1234…", "“***…"),
        ("%221234%22", "%22***%22"),
        ("\\n1234", "\\n***"),
        ("MTIzNA==", "***"),
        ("x1234", "x1234"),
        ("1234x", "1234x"),
        ("é1234", "é1234"),
        ("1234_5", "1234_5"),
    ],
)
def test_a_short_one_is_found_as_a_whole_word(text: str, shown: str) -> None:
    assert masked(text, "1234") == shown


@pytest.mark.parametrize("value", ["a b", "-a-", "é1", "1é", "(", "_", "a", "a+b/c"])
def test_a_short_one_is_found_whatever_it_is_made_of(value: str) -> None:
    alone = base64.b64encode(value.encode()).decode()
    assert masked(f"is {value}, {alone}; {alone.rstrip('=')}.", value, "a b c") == (
        "is ***, ***; ***."
    )
    assert masked(f"x{value}x", value) in {f"x{value}x", "x***x"}


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ("password", "--password password", "--password ***"),
        ("us-east-1", "us-east-1a us-east-1", "us-east-1a ***"),
        ("true", "is-true: true", "is-true: ***"),
        ("Production", "Production-db Productions Production", "Production-db Productions ***"),
    ],
)
def test_an_ordinary_word_is_left_in_other_words(value: str, text: str, shown: str) -> None:
    assert masked(text, value) == shown


@pytest.mark.parametrize("value", ["qWxZrTyUoPaSdFgHjKlZxCvB", "swordfish", "my-words-1"])
def test_letters_alone_make_no_ordinary_word(value: str) -> None:
    pair = base64.b64encode(f"me:{value}.".encode()).decode()
    assert masked(f"x{value}y db_{value} u-{value}", value) == "x***y db_*** u-***"
    assert masked(f"Basic {pair}", value).startswith("Basic bWU6***")


@pytest.mark.parametrize("value", ["", "*", "***", "********", "   ", "\n"])
def test_what_says_nothing_is_no_secret(value: str) -> None:
    assert masked(f"x {value} y *", value) == f"x {value} y *"


@pytest.mark.parametrize(
    ("values", "text", "shown"),
    [
        (("hunter22", "hunter22-of-old"), "hunter22-of-old", "***"),
        (("hunter22-of-old", "hunter22"), "hunter22 hunter22-of-old", "*** ***"),
        (("hunter22-a", "22-a-b-c-d"), "xhunter22-a-b-c-dx", "x***x"),
        (("hunter22", "hunter33"), "hunter22hunter33hunter22", "***"),
        (("aaaa1111aaaa",), "aaaa1111aaaa1111aaaa", "***"),
    ],
)
def test_nothing_is_left_of_secrets_that_are_parts_of_others(
    values: tuple[str, ...], text: str, shown: str
) -> None:
    assert masked(text, *values) == shown
    assert masked(shown, *values) == shown


KEY = """-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEF
AASCBKcwggSjAgEAAoIBAQDa

}
Zm9vYmFy=
-----END PRIVATE KEY-----
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (KEY, "***"),
        (KEY.replace("\n", "\r\n"), "***"),
        (KEY.replace("\n", "\\n"), "***"),
        (f"is {KEY.splitlines()[1]}!", "is ***!"),
        (f"  {KEY.splitlines()[5]}\r\n", "  ***\r\n"),
        ("-----BEGIN PRIVATE KEY-----\n}\n", "-----BEGIN PRIVATE KEY-----\n}\n"),
    ],
)
def test_each_line_of_a_value_is_a_secret_that_tells_something(text: str, shown: str) -> None:
    assert masked(text, KEY) == shown


def test_a_number_that_is_a_secret_is_masked_as_a_whole() -> None:
    secrets = Secrets()
    secrets.add_explicit(["1234", "12345678"], "pin")
    assert secrets.masked_value([1234, 12345678, 12340]) == (["***", "***", 12340], False)


def test_thousands_are_found() -> None:
    values = [f"{number:040x}/+" for number in range(2000)]
    secrets = Secrets()
    secrets.add(values)
    assert secrets.masked(f"x{values[1234]}y {values[7]} é") == "x***y *** é"
    assert secrets.masked("nothing of it") == "nothing of it"


def test_thousands_of_short_ones_are_found() -> None:
    secrets = Secrets()
    secrets.add(f"{number:x}-/" for number in range(2000))
    assert secrets.masked("7cf-/ 7d0-/ Nw== x1-/ 1-/") == "*** 7d0-/ Nw== x1-/ ***"


def test_bytes_of_an_argument_that_are_no_text_are_found() -> None:
    value = os.fsdecode(b"hunter-\xff-Sw0rd")
    secrets = Secrets()
    secrets.add([value])
    assert secrets.masked(f"is {value}!") == "is ***!"
    flow = MaskedFlow(secrets)
    assert flow.take(b"is hunter-\xff-Sw0rd!") == b"is ***!"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("found `hunter2-Sw…`", "found `***…`"),
        ("hunter2 … (200 characters) … Sw0rd", "*** … (200 characters) … ***"),
        ("wait … for it", "wait … for it"),
    ],
)
def test_nothing_is_left_of_a_secret_that_was_cut(text: str, shown: str) -> None:
    assert masked(text, "hunter2-Sw0rd") == shown


def test_the_line_of_an_error_is_masked_below_which_a_caret_stands() -> None:
    line = "aws a --x hunter2-Sw0rd --y <<z>> hunter2-Sw0rd"
    secrets = Secrets()
    secrets.add(["hunter2-Sw0rd"])
    column = line.index("<<") + 1
    error = ScriptError("`hunter2-Sw0rd` is wrong", place=Place("f", 1, column, 5, line))
    assert (
        render(secrets.masked_error(error))
        == """\
error: `***` is wrong
 --> f:1:19
  |
1 | aws a --x *** --y <<z>> ***
  |                   ^^^^^"""
    )
    assert error.message == "`hunter2-Sw0rd` is wrong"


@pytest.mark.parametrize(("column", "width"), [(11, 13), (13, 4), (9, 4), (9, 30)])
def test_a_caret_below_a_secret_is_below_its_mask(column: int, width: int) -> None:
    secrets = Secrets()
    secrets.add(["hunter2-Sw0rd"])
    place = Place("f", 1, column, width, "aws a --x hunter2-Sw0rd --y z")
    shown = secrets.masked_error(ScriptError("wrong", place=place)).place
    assert shown is not None
    assert shown.text == "aws a --x *** --y z"
    assert shown.text[shown.column - 1 :].startswith(("***", "-", "x"))


@pytest.mark.parametrize("value", ["1234\n", " 1234\t", "hunter2-Sw0rd\r\n"])
def test_white_space_around_a_value_is_no_part_of_it(value: str) -> None:
    assert masked(f"is {value.strip()}!", value) == "is ***!"


def test_a_secret_is_found_in_the_encoding_of_standard_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    secrets = Secrets()
    secrets.add(["hunter-é-Sw0rd"])
    flow = MaskedFlow(secrets)
    assert flow.take("is hunter-é-Sw0rd!".encode("latin-1")) == b"is ***!"
