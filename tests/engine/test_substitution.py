"""What a value becomes where a placeholder stands."""

import pytest

from awsbatch.contract.word import Data, Word
from awsbatch.engine.substitution import as_written, rounds, substitute
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Run
from awsbatch.language.parser import parse
from tests.contract.fake_runner import outermost, printed, run


def words(line: str, **names: object) -> list[Word]:
    (statement,) = parse(f"aws a b {line}\n", "1.aws").statements
    assert isinstance(statement, Run)
    return substitute(statement.command.words, outermost(names))[2:]


def fault(line: str, **names: object) -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        words(line, **names)
    return caught.value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("--force", "--force"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("é <<x>> 'q'", "é <<x>> 'q'"),
        (6, "6"),
        (6.0, "6"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e21, "1000000000000000000000"),
        (1e23, "100000000000000000000000"),
        (1.5e-7, "0.00000015"),
        (12345678901234567890, "12345678901234567890"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_a_plain_value_is_data_as_it_reads(value: object, text: str) -> None:
    assert words("<<x>>", x=value) == [(Data(text),)]


def test_an_object_becomes_compact_json() -> None:
    value = {"Key": "ü", "n": [1, None, True]}
    assert words("<<x>>", x=value) == [(Data('{"Key":"ü","n":[1,null,true]}', structured=True),)]


def test_whole_numbers_inside_json_are_written_as_such() -> None:
    assert words("<<x>>", x={"a": 6.0, "b": [1e21, 0.5]}) == [
        (Data('{"a":6,"b":[1000000000000000000000,0.5]}', structured=True),)
    ]


def test_a_list_that_is_the_whole_word_becomes_a_word_for_each_element() -> None:
    value = ["i-1", 2, True, {"a": 1}, [1, "b"]]
    assert words("--ids <<x>> end", x=value) == [
        ("--ids",),
        (Data("i-1"),),
        (Data("2"),),
        (Data("true"),),
        (Data('{"a":1}', structured=True),),
        (Data('[1,"b"]', structured=True),),
        ("end",),
    ]


def test_a_value_inside_a_larger_word_is_a_part_of_it() -> None:
    assert words("Key=a,Value=<<v>>!", v="b,c") == [("Key=a,Value=", Data("b,c"), "!")]


def test_an_object_inside_a_larger_word_becomes_json() -> None:
    assert words("a=<<v>>", v={"b": 1}) == [("a=", Data('{"b":1}', structured=True))]


def test_the_empty_word_stays_a_word() -> None:
    assert words("'' \"\"") == [(), ()]


def test_null_is_refused() -> None:
    error = fault("--ids <<x.y>>", x={})
    assert error.message == "`x.y` is null"
    assert error.hint == "guard it with `if`, or write `<<x.y || ''>>` where empty is meant"
    assert error.place is not None
    assert (error.place.column, error.place.width) == (15, 7)


def test_null_is_refused_inside_a_larger_word() -> None:
    assert fault("a-<<x>>", x=None).message == "`x` is null"


def test_an_empty_list_is_refused() -> None:
    error = fault("--ids << x >>", x=[])
    assert error.message == "`x` is an empty list"
    assert error.hint == "guard it with `if`, or write `<<x || `[]`>>` where empty is meant"


def test_a_null_in_a_list_is_refused() -> None:
    assert fault("<<x>>", x=["a", None]).message == "`x` is a list with a null in it"


def test_a_list_inside_a_larger_word_suggests_join() -> None:
    error = fault("ids=<<x>>", x=["a", "b"])
    assert error.message == "`x` is a list, but only a part of its word"
    assert error.hint == "`<<join(',', x)>>` makes it one value"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": float("nan")}])
def test_a_number_that_is_none_is_refused(value: object) -> None:
    assert fault("<<x>>", x=value).message == "`x` is not a finite number"


def test_words_as_written_show_the_source_of_placeholders() -> None:
    (statement,) = parse("aws a b 'c d' x-<< y >>\n", "1.aws").statements
    assert isinstance(statement, Run)
    assert as_written(statement.command.words) == ("a", "b", "c d", "x-<<y>>")


def test_print_takes_the_elements_of_a_list_as_words() -> None:
    events = run("print all: <<x>> n=<<y>>", scope=outermost({"x": ["a", 1.0], "y": True}))
    assert printed(events) == ["all: a 1 n=true"]


@pytest.mark.parametrize(
    ("word", "value", "expected"),
    [
        ("<<x>>", ["a", 1, {"b": None}], ["a", 1, {"b": None}]),
        ("<<x>>", None, []),
        ("<<x>>", [], []),
        ("<<x>>", {"a": 1}, [{"a": 1}]),
        ("<<x>>", 6.0, [6.0]),
        ("<<x>>", "s", ["s"]),
        ("<<x>> plain n-<<y>>", [[1], None], [[1], None, "plain", "n-7"]),
    ],
)
def test_a_loop_takes_values_with_their_types(
    word: str, value: object, expected: list[object]
) -> None:
    (statement,) = parse(f"aws a b {word}\n", "1.aws").statements
    assert isinstance(statement, Run)
    assert rounds(statement.command.words[2:], outermost({"x": value, "y": 7})) == expected
