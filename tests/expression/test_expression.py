from collections import ChainMap
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jmespath
import jmespath.exceptions
import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.expression.expression import Expression, compile_expression
from awsbatch.expression.functions import Functions
from awsbatch.fault.caret import render
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from tests.language import outline
from tests.table import table

NOW = Functions(1779235200.75)
NAMES: dict[str, object] = {
    "a": "one",
    "list": [{"name": "x", "size": 1}, {"name": "y", "size": 2}],
    "object": {"x": 3, "y": 4},
    "number": 5,
}


def expression(source: str) -> Expression:
    text = f"print <<{source}>>"
    return compile_expression(source, Place(outline.FILE, 1, 7, len(source) + 4, text))


@pytest.mark.parametrize(
    "case", table("expression/expressions"), ids=lambda case: str(case["expression"])
)
def test_an_expression_has_this_value_and_these_names(case: dict[str, Any]) -> None:
    compiled = expression(case["expression"])

    assert compiled.evaluate(NAMES, NOW) == case["value"]
    assert sorted(compiled.names) == case["names"]


@pytest.mark.parametrize(
    "case", table("expression/functions"), ids=lambda case: str(case["expression"])
)
def test_a_function_gives_this_value_of_this_type(case: dict[str, Any]) -> None:
    value = expression(case["expression"]).evaluate(NAMES, NOW)

    assert (value, type(value)) == (case["value"], type(case["value"]))


@pytest.mark.parametrize(
    "case", table("expression/evaluation_faults"), ids=lambda case: str(case["expression"])
)
def test_a_value_that_cannot_be_computed_is_shown_at_its_placeholder(case: dict[str, Any]) -> None:
    with pytest.raises(ScriptError) as caught:
        expression(case["expression"]).evaluate(NAMES, NOW)

    assert render(caught.value).split("\n") == case["fault"]


def test_names_may_come_from_any_mapping() -> None:
    names: ChainMap[str, object] = ChainMap({"a": "inner"}, NAMES)

    assert expression("[a, length(keys(@))]").evaluate(names, NOW) == ["inner", 4]


def test_a_run_has_one_clock() -> None:
    now = expression("now()")

    assert now.evaluate(NAMES, Functions(1.0)) == 1
    assert now.evaluate(NAMES, Functions(2.0)) == 2


@pytest.mark.parametrize(
    ("source", "name", "column"),
    [
        ("a", "a", 9),
        ("b.a || a", "a", 16),
        ("{a: b, c: a}", "a", 19),
        ("length(length)", "length", 16),
        ("'a' || \"a\"", "a", 16),
        ("@.a", "a", 11),
        ("b[?a].a | a || @.a", "b", 9),
        ("b[?a > `1` && c == $a]", "a", 28),
        ("'a' || $a", "a", 16),
        ("map(&a, b) && a", "a", 23),
        ("$a[0] || a", "a", 9),
    ],
)
def test_a_name_has_a_place(source: str, name: str, column: int) -> None:
    place = expression(source).place_of(name)

    assert place.column == column
    assert place.text[column - 1 :].lstrip('"$').startswith(name)


@pytest.mark.parametrize(
    ("source", "width"), [("a || b", 1), ('"a"', 3), ("b[?c == $a]", 2), ("$a.b", 2)]
)
def test_the_place_of_a_name_covers_it_as_it_is_written(source: str, width: int) -> None:
    assert expression(source).place_of("a").width == width


def test_a_name_on_a_joined_line_has_its_own_place() -> None:
    first = Place(outline.FILE, 1, 7, 5, "print <<a\\")
    second = Place(outline.FILE, 2, 1, 8, " || b>>")

    place = compile_expression("a\n || b", first, second).place_of("b")

    assert (place.line, place.column, place.width) == (2, 5, 1)


def test_a_dollar_name_on_a_joined_line_has_its_own_place() -> None:
    first = Place(outline.FILE, 1, 7, 8, "print <<a[?b\\")
    second = Place(outline.FILE, 2, 1, 10, " < $days]>>")

    place = compile_expression("a[?b\n < $days]", first, second).place_of("days")

    assert (place.line, place.column, place.width) == (2, 4, 5)


def test_many_threads_may_evaluate_one_expression_over_names_of_their_own() -> None:
    compiled = expression("list[?size == $wanted].{size: size, wanted: $wanted} | [0]")
    sizes = [{"size": size} for size in range(50)]

    def compute(wanted: int) -> object:
        return compiled.evaluate({"list": sizes, "wanted": wanted}, NOW)

    with ThreadPoolExecutor(8) as threads:
        values = list(threads.map(compute, list(range(50)) * 4))

    assert values == [{"size": wanted, "wanted": wanted} for wanted in range(50)] * 4


def test_what_the_aws_cli_compiles_knows_no_dollar_name() -> None:
    assert expression("$a").evaluate(NAMES, NOW) == "one"

    with pytest.raises(jmespath.exceptions.LexerError):
        jmespath.compile("$a")


def test_what_nests_too_deeply_is_a_fault() -> None:
    with pytest.raises(ScriptError, match="nested too deeply"):
        expression("(" * 10000 + "a" + ")" * 10000)


@given(st.text("ab$1.*[]?(){},:@&|!=<>-+/'\"`\\#é \n", max_size=20))
def test_any_text_is_an_expression_or_a_fault_within_its_lines(source: str) -> None:
    lines = source.split("\n")
    texts = [f"<<{lines[0]}", *lines[1:]]
    texts[-1] += ">>"
    places = [Place(outline.FILE, i, 1, max(len(t), 1), t) for i, t in enumerate(texts, 1)]

    try:
        compiled = compile_expression(source, *places)
    except ScriptError as fault:
        found = fault.place
    else:
        found = next(map(compiled.place_of, compiled.names), places[0])

    assert found is not None
    assert found.text == texts[found.line - 1]
    assert 0 < found.column <= max(len(found.text), 1)
