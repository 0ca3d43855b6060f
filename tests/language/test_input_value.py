"""What an input is given from outside, as its default has it."""

from typing import Any

import pytest

from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.language.input_value import InputValue, fitted
from awsbatch.language.model import Input
from awsbatch.language.parser import parse

_DEFAULTS: dict[str, Any] = {
    "": None,
    " = <<`null`>>": None,
    " = <<''>>": "",
    " = <<'30d'>>": "30d",
    " = <<`30`>>": 30,
    " = <<`0.5`>>": 0.5,
    " = <<`true`>>": True,
    " = <<['a']>>": ["a"],
    " = <<`[]`>>": [],
    " = <<{a: 'b'}>>": {"a": "b"},
}


def fault_of(line: str, default: object, given: InputValue) -> ScriptError:
    """Return why an input does not take what it is given."""
    (statement,) = parse(line, "f.aws").statements
    assert isinstance(statement, Input)
    with pytest.raises(ScriptError) as caught:
        fitted(statement, given, default)
    return caught.value


@pytest.mark.parametrize(
    ("text", "default", "value"),
    [
        ("7", "", "7"),
        ("[1]", "", "[1]"),
        ("true", " = <<`null`>>", "true"),
        ("7", " = <<'30d'>>", "7"),
        ("", " = <<''>>", ""),
        ("7", " = <<`30`>>", 7),
        ("-1.5e2", " = <<`30`>>", -150.0),
        ("7", " = <<`0.5`>>", 7),
        ("true", " = <<`true`>>", True),
        ("false", " = <<`true`>>", False),
        ("a", " = <<['a']>>", ["a"]),
        ("a,b c", " = <<['a']>>", ["a,b c"]),
        ('["a", 1]', " = <<['a']>>", ["a", 1]),
        ("[]", " = <<`[]`>>", []),
        ('{"x": [1]}', " = <<{a: 'b'}>>", {"x": [1]}),
    ],
)
def test_a_text_takes_the_type_of_the_default(text: str, default: str, value: object) -> None:
    found = _fitted(InputValue(text, "`x=…`"), default)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("given", "default"),
    [
        ([1, "a"], ""),
        ({"a": None}, " = <<`null`>>"),
        (1.5, " = <<`30`>>"),
        (False, " = <<`true`>>"),
        ("a", " = <<'30d'>>"),
        (["a"], " = <<['a']>>"),
        (None, " = <<`null`>>"),
    ],
)
def test_a_value_of_a_file_keeps_its_type(given: object, default: str) -> None:
    assert _fitted(_of_file(given), default) == given


@pytest.mark.parametrize(
    ("text", "default", "message"),
    [
        ("yes", " = <<`true`>>", "takes `true` or `false`, found `yes` in `x=…`"),
        ("1", " = <<`true`>>", "takes `true` or `false`, found `1` in `x=…`"),
        ("30d", " = <<`30`>>", "takes a number, found `30d` in `x=…`"),
        (" 7", " = <<`30`>>", "takes a number, found ` 7` in `x=…`"),
        ("1_000", " = <<`30`>>", "takes a number, found `1_000` in `x=…`"),
        ("007", " = <<`30`>>", "takes a number, found `007` in `x=…`"),
        ("NaN", " = <<`30`>>", "takes a number, found `NaN` in `x=…`"),
        ("true", " = <<`30`>>", "takes a number, found `true` in `x=…`"),
        ("[a]", " = <<['a']>>", "takes a list, found `[a]` in `x=…`"),
        ("[NaN]", " = <<['a']>>", "takes a list, found `[NaN]` in `x=…`"),
        ("[1]", " = <<{a: 'b'}>>", "takes an object, found `[1]` in `x=…`"),
        ("a" * 99, " = <<{a: 'b'}>>", f"takes an object, found `{'a' * 20}…` in `x=…`"),
        ('{"a": 1,}', " = <<{a: 'b'}>>", "takes an object, found text that is not JSON in `x=…`"),
        ('{"a": 1}', " = <<`30`>>", "takes a number, found an object in `x=…`"),
        ('[{"a": 1}]', " = <<{a: 'b'}>>", "takes an object, found a list in `x=…`"),
        ("", "", "is empty in `x=…`"),
        ("", " = <<`null`>>", "is empty in `x=…`"),
        ("", " = <<'30d'>>", "is empty in `x=…`"),
        ("", " = <<['a']>>", "is empty in `x=…`"),
        ("[]", " = <<['a']>>", "is empty in `x=…`"),
        ("{}", " = <<{a: 'b'}>>", "is empty in `x=…`"),
    ],
)
def test_what_does_not_fit_is_a_fault(text: str, default: str, message: str) -> None:
    assert _refusal(InputValue(text, "`x=…`"), default).message == f"the input `x` {message}"


@pytest.mark.parametrize(
    ("given", "default", "message"),
    [
        (30, " = <<'30d'>>", "takes a string, found a number in `v.yaml`"),
        (True, " = <<`30`>>", "takes a number, found `true` or `false` in `v.yaml`"),
        (0, " = <<`true`>>", "takes `true` or `false`, found a number in `v.yaml`"),
        ("a", " = <<['a']>>", "takes a list, found the string `a` in `v.yaml`"),
        (["a"], " = <<'30d'>>", "takes a string, found a list in `v.yaml`"),
        (None, "", "is empty in `v.yaml`"),
        (None, " = <<'30d'>>", "is empty in `v.yaml`"),
        ([], "", "is empty in `v.yaml`"),
        ([], " = <<''>>", "is empty in `v.yaml`"),
    ],
)
def test_a_value_of_a_file_has_the_type_of_the_default(
    given: object, default: str, message: str
) -> None:
    assert _refusal(_of_file(given), default).message == f"the input `x` {message}"


@pytest.mark.parametrize(
    ("line", "default", "given", "message"),
    [
        (
            "input creds = <<env.CREDS>>",
            {"SecretAccessKey": "x"},
            InputValue("[1]", "`creds=…`"),
            "the input `creds` takes an object, found a list in `creds=…`",
        ),
        (
            "input token = <<env.TOKEN>>",
            "swordfish",
            InputValue(7, "`v.yaml`", is_text=False),
            "the input `token` takes a string, found a number in `v.yaml`",
        ),
        (
            "input token_of = <<3>>",
            3,
            InputValue("null", "`token_of=…`"),
            "the input `token_of` takes a number, found null in `token_of=…`",
        ),
    ],
)
def test_a_value_that_may_be_a_secret_is_not_shown(
    line: str, default: object, given: InputValue, message: str
) -> None:
    fault = fault_of(line, default, given)
    assert (fault.message, fault.hint) == (message, None)


@pytest.mark.parametrize(
    ("given", "default", "hint"),
    [
        ("3", " = <<`30`>>", "write it without quotes"),
        ("false", " = <<`true`>>", "write it without quotes"),
        ('["b"]', " = <<['a']>>", "write it without quotes"),
        ("007", " = <<`30`>>", "its default is `30`"),
        ("null", " = <<`30`>>", "its default is `30`"),
        ("yes", " = <<`true`>>", "its default is `true`"),
        ("b", " = <<['a']>>", 'its default is `["a"]`'),
    ],
)
def test_a_string_of_a_file_may_have_quotes_too_many(given: str, default: str, hint: str) -> None:
    assert _refusal(_of_file(given), default).hint == hint


def test_a_string_of_another_source_is_not_typed_in_quotes() -> None:
    given = InputValue("3", "a file before this one", is_text=False)
    assert _refusal(given, " = <<`30`>>").hint == "its default is `30`"


def test_a_value_that_does_not_fit_is_shown_with_the_default() -> None:
    assert render(_refusal(InputValue("30d", "`x=30d`"), " = <<`30`>>")) == (
        "error: the input `x` takes a number, found `30d` in `x=30d`\n"
        " --> f.aws:1:7\n"
        "  |\n"
        "1 | input x = <<`30`>>\n"
        "  |       ^ its default is `30`"
    )


@pytest.mark.parametrize(
    ("given", "meant"), [("", "''"), (None, "`null`"), ([], "`[]`"), ({}, "`{}`")]
)
def test_an_empty_value_is_shown_with_what_makes_it_meant(given: object, meant: str) -> None:
    assert _refusal(_of_file(given), "").hint == (
        f"empty often means everything: where it is meant, write `input x = <<{meant}>>`"
    )


def test_the_hint_for_an_empty_secret_is_of_one() -> None:
    (statement,) = parse("@secret input x\n", "f.aws").statements
    assert isinstance(statement, Input)
    with pytest.raises(ScriptError) as caught:
        fitted(statement, _of_file(""), None)
    assert "write `@secret input x = <<''>>`" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("given", "default", "hint"),
    [
        ("", " = <<'30d'>>", "where it is meant, write `input x = <<''>>`"),
        ("", " = <<`30`>>", "give it a value, or leave it out"),
        ("", " = <<`true`>>", "give it a value, or leave it out"),
        ("", " = <<`null`>>", "give it a value, or leave it out"),
        ("", " = <<['a']>>", "give it a value, or leave it out"),
        ("[]", " = <<['a']>>", "where it is meant, write `input x = <<`[]`>>`"),
        ("{}", " = <<{a: 'b'}>>", "where it is meant, write `input x = <<`{}`>>`"),
    ],
)
def test_no_hint_for_an_empty_value_changes_the_type(given: str, default: str, hint: str) -> None:
    assert _refusal(InputValue(given, "`x=…`"), default).hint == (
        f"empty often means everything: {hint}"
    )


@pytest.mark.parametrize("given", ["", None, [], {}])
def test_what_the_hint_for_an_empty_value_says_makes_it_one_that_is_meant(given: object) -> None:
    hint = _refusal(_of_file(given), "").hint or ""
    default = hint.partition("write `input x")[2].removesuffix("`")
    (statement,) = parse(f"input x{default}\n", "f.aws").statements
    assert isinstance(statement, Input)
    assert fitted(statement, _of_file(given), given) == given


def _fitted(given: InputValue, default: str) -> object:
    (statement,) = parse(f"input x{default}\n", "f.aws").statements
    assert isinstance(statement, Input)
    return fitted(statement, given, _DEFAULTS[default])


def _refusal(given: InputValue, default: str) -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        _fitted(given, default)
    return caught.value


def _of_file(value: object) -> InputValue:
    return InputValue(value, "`v.yaml`", is_text=False, is_explicit=False)


@pytest.mark.parametrize(
    ("line", "default", "given", "message"),
    [
        (
            "@secret input x = <<`1`>>",
            1,
            InputValue("hunter2", "`x=hunter2`"),
            "the input `x` takes a number, found a string in `x=…`",
        ),
        (
            "@secret input x",
            None,
            InputValue("", "`x=`"),
            "the input `x` is empty in `x=…`",
        ),
        (
            "input x = <<'a'>>",
            "a",
            InputValue(["hunter2"], "`s.json`", is_text=False, is_explicit=False, is_secret=True),
            "the input `x` takes a string, found a list in `s.json`",
        ),
        (
            "input x = <<`1`>>",
            1,
            InputValue("hunter2", "`AWSBATCH_SECRET_x`", is_explicit=False, is_secret=True),
            "the input `x` takes a number, found a string in `AWSBATCH_SECRET_x`",
        ),
        (
            "@secret input x = <<env.X>>",
            "hunter2",
            InputValue(7, "`v.yaml`", is_text=False, is_explicit=False),
            "the input `x` takes a string, found a number in `v.yaml`",
        ),
    ],
)
def test_of_a_secret_input_no_value_is_shown(
    line: str, default: object, given: InputValue, message: str
) -> None:
    fault = fault_of(line, default, given)

    assert fault.message == message
    assert "hunter2" not in render(fault)
