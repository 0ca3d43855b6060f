"""What an expression is held to come to, against what it comes to."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.check.function_result import RESULTS
from awsbatch.check.inference import Inference
from awsbatch.contract.answer import (
    ANYTHING,
    Answer,
    Anything,
    Known,
    ListOf,
    MapOf,
    Object,
    Scalar,
    kinds_of,
    of_literal,
)
from awsbatch.expression.functions.signature import kind
from awsbatch.expression.interpreter import TABLE
from awsbatch.fault.error import ScriptError
from tests.expression.test_expression import NAMES, NOW, expression
from tests.table import table

_STEPS = st.sampled_from(
    [
        "a",
        "b",
        "[0]",
        "[-1]",
        "[*]",
        "[]",
        "[1:]",
        "[?a]",
        "[?a == 'x'].b",
        "[?a < b]",
        "[?a == b]",
        "*",
        "{a: b}",
        "[a, b]",
    ]
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["x", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


def _follow(source: str, names: dict[str, Any]) -> tuple[Answer, Inference]:
    answers = {name: of_literal(value) for name, value in names.items()}
    # A name that is not set is a fault of its own.
    answers.setdefault("missing", ANYTHING)
    inference = Inference(lambda name: answers.get(name, ANYTHING), source)
    return inference.of(expression(source).tree, Object(answers, "the script", {})), inference


@pytest.mark.parametrize(
    "case",
    [*table("expression/expressions"), *table("expression/functions")],
    ids=lambda case: str(case["expression"]),
)
def test_a_value_is_one_of_those_that_it_can_be(case: dict[str, Any]) -> None:
    answer, _ = _follow(case["expression"], NAMES)

    assert _can_be(case["value"], answer)


@given(st.lists(_STEPS, min_size=1, max_size=5), st.sampled_from([" | ", "."]), _VALUES)
def test_where_a_path_finds_something_nothing_is_wrong(
    steps: list[str], between: str, value: Any
) -> None:
    source = "x"
    for step in steps:
        tight = between == "." and step[0] == "[" and step != "[a, b]"
        source += step if tight else f"{between}{step}"
    try:
        found = expression(source).evaluate({"x": value}, NOW)
    except ScriptError:
        # What is wrong with the value may only be in one of a list's elements.
        return
    answer, inference = _follow(source, {"x": value})

    # These find something where there are no such fields: two nulls are equal.
    of_nothing = {"{a: b}", "[a, b]", "[?a == b]"}
    if found is not None and found != [] and not of_nothing & {*steps}:
        assert inference.wrong == []
    assert _can_be(found, answer)


def test_what_is_nested_too_deeply_is_anything() -> None:
    source = "to_array(" * 330 + "a" + ")" * 330
    inference = Inference(lambda _: ANYTHING, source)

    assert inference.of_tree(expression(source).tree, ANYTHING) == ANYTHING
    assert inference.wrong == []


def test_what_each_function_gives_is_known() -> None:
    assert TABLE.keys() - RESULTS.keys() == {"map"}


def _can_be(value: object, answer: Answer) -> bool:
    return value is None or any(_is(value, each) for each in kinds_of(answer))


def _is(value: object, answer: Known) -> bool:
    match answer:
        case Anything():
            return True
        case Scalar(name):
            return kind(value) == name
        case ListOf(element):
            return isinstance(value, list) and all(_can_be(each, element) for each in value)
        case MapOf(inner):
            return isinstance(value, dict) and all(_can_be(each, inner) for each in value.values())
        case Object(fields):
            return isinstance(value, dict) and all(
                name in fields and _can_be(inner, fields[name]) for name, inner in value.items()
            )
        case _:
            return False
