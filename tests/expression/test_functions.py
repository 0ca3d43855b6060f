"""What holds for a function whatever it is given."""

import csv
import io
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.expression.functions import Functions
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import ScriptError
from tests.expression.test_expression import expression

NOW = Functions(0)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
LISTS = st.lists(VALUES)


def compute(source: str, **names: object) -> Any:
    return expression(source).evaluate(names, NOW)


@given(st.dictionaries(st.text(), VALUES))
def test_from_items_undoes_items(value: dict[str, object]) -> None:
    assert compute("from_items(items(x))", x=value) == value


@given(st.lists(st.text()), st.text(min_size=1))
def test_split_undoes_join(parts: list[str], separator: str) -> None:
    text = compute("join(s, x)", x=parts, s=separator)

    assert compute("join(s, split(x, s))", x=text, s=separator) == text


@given(st.text(), st.text(), st.integers(0, 5))
def test_split_gives_a_part_more_than_its_count_at_most(
    text: str, separator: str, count: int
) -> None:
    parts = compute("split(x, s, n)", x=text, s=separator, n=count)

    assert len(parts) <= count + 1
    assert separator.join(parts) == text


@given(st.lists(st.text(st.characters(exclude_characters="\r\n"))))
def test_lines_are_what_stands_between_line_endings(lines: list[str]) -> None:
    for ending in "\n", "\r\n":
        assert compute("lines(x)", x="".join(line + ending for line in lines)) == lines


@given(LISTS, st.integers(0, 10))
def test_what_is_taken_and_what_is_dropped_are_the_list(elements: list[object], count: int) -> None:
    taken, dropped = compute("[take(x, n), drop(x, n)]", x=elements, n=count)

    assert [*taken, *dropped] == elements
    assert len(taken) == min(count, len(elements))


@given(st.text() | LISTS, st.integers(-5, 5), st.none() | st.integers(-5, 5))
def test_a_slice_is_that_of_python(value: Any, start: int, stop: int | None) -> None:
    assert compute("slice(x, a, b)", x=value, a=start, b=stop) == value[start:stop]


@given(st.text())
def test_base64_is_undone(text: str) -> None:
    assert compute("base64_decode(base64_encode(x))", x=text) == text


# Python 3.10: its writer and its reader take no null.
CELLS = st.text(st.characters(exclude_characters="\0"))


@given(st.lists(st.dictionaries(st.sampled_from("ab"), CELLS, min_size=2, max_size=2)))
def test_from_csv_reads_what_python_writes(rows: list[dict[str, str]]) -> None:
    written = io.StringIO()
    writer = csv.DictWriter(written, ["a", "b"], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)

    assert compute("from_csv(x)", x=written.getvalue()) == rows


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"a\r\nb\n", "a\nb\n"), ("\ufeffé".encode(), "é"), (b"", "")],
)
def test_a_file_is_read_from_where_an_option_would_take_it(
    content: bytes, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    assert compute("[read('a.txt'), read('~/a.txt'), read(x)]", x=str(tmp_path / "a.txt")) == [
        text,
        text,
        text,
    ]


def test_what_a_plan_would_write_into_a_file_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("old", encoding="utf-8")
    Path("b.txt").write_text("b", encoding="utf-8")
    functions = Functions(0, would_write=lambda path: path.name != "b.txt")

    for text in ("read('a.txt')", "[read(x)]", "x == 'a' || map(&read(@), ['b.txt', 'c.txt'])"):
        with pytest.raises(UnknownError):
            expression(text).evaluate({"x": "c.txt"}, functions)
    assert expression("read('b.txt')").evaluate({}, functions) == "b"


def test_bytes_that_are_no_text_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.gz").write_bytes(b"\x1f\x8b")

    with pytest.raises(ScriptError) as caught:
        compute("read('a.gz')")

    assert caught.value.message == "`read()` takes a text in UTF-8, and `a.gz` is none"
    assert caught.value.hint == "give the file to the option itself by fileb://"


@given(LISTS, st.integers(1, 10))
def test_chunks_put_together_are_the_list(elements: list[object], size: int) -> None:
    chunks = compute("chunk(x, n)", x=elements, n=size)

    assert [element for chunk in chunks for element in chunk] == elements
    assert all(len(chunk) == size for chunk in chunks[:-1])
    assert all(0 < len(chunk) <= size for chunk in chunks)


@given(st.lists(LISTS, min_size=1, max_size=3))
def test_zip_is_as_long_as_the_shortest_list(lists: list[list[object]]) -> None:
    names = {f"x{index}": elements for index, elements in enumerate(lists)}

    zipped = compute(f"zip({', '.join(names)})", **names)

    assert len(zipped) == min(map(len, lists))
    assert all(len(elements) == len(lists) for elements in zipped)


@given(LISTS)
def test_what_is_unique_stands_once_and_in_order(elements: list[object]) -> None:
    kept = compute("unique(x)", x=elements + elements)

    assert kept == compute("unique(x)", x=elements)
    assert compute("unique(x)", x=kept) == kept
    places = [next(i for i, each in enumerate(elements) if each is value) for value in kept]
    assert places == sorted(places)
    assert all(
        not compute("[x] == [y]", x=kept[i], y=kept[j]) or _differs_deep_down(kept[i], kept[j])
        for j in range(len(kept))
        for i in range(j)
    )


def _differs_deep_down(left: object, right: object) -> bool:
    """Return whether values differ though Python, and so jmespath.py, finds them equal: 1, true."""
    return json.dumps(left, sort_keys=True) != json.dumps(right, sort_keys=True)


@given(st.lists(st.fixed_dictionaries({"key": st.sampled_from("abc"), "value": VALUES})))
def test_groups_hold_each_element_once_under_its_key(elements: list[dict[str, object]]) -> None:
    groups = compute("group_by(x, &key)", x=elements)

    assert list(groups) == list(dict.fromkeys(element["key"] for element in elements))
    for key, group in groups.items():
        assert group == [element for element in elements if element["key"] == key]


@given(VALUES.filter(lambda value: not isinstance(value, str)))
def test_from_json_undoes_to_string(value: object) -> None:
    assert compute("from_json(to_string(x))", x=value) == value


@given(st.integers(), st.integers())
def test_arithmetic_of_whole_numbers_is_exact(left: int, right: int) -> None:
    assert compute("subtract(add(x, y), y)", x=left, y=right) == left
    if right:
        assert compute("divide(multiply(x, y), y)", x=left, y=right) == left


@given(
    st.datetimes(
        datetime(1, 1, 3),  # noqa: DTZ001 (hypothesis adds the zone)
        datetime(9999, 12, 29),  # noqa: DTZ001
        timezones=st.integers(-1439, 1439).map(lambda ahead: timezone(timedelta(minutes=ahead))),
    )
)
def test_epoch_reads_what_python_writes(moment: datetime) -> None:
    assert compute("epoch(x)", x=moment.isoformat()) == pytest.approx(moment.timestamp(), abs=1e-5)


@given(st.integers(-62135596800, 253402300799))
def test_epoch_undoes_iso(seconds: int) -> None:
    assert compute("epoch(iso(x))", x=seconds) == seconds


@given(st.text(), st.integers(0, 30))
def test_what_is_padded_has_its_width_and_its_text(text: str, width: int) -> None:
    left, right = compute("[pad_left(x, n), pad_right(x, n)]", x=text, n=width)

    assert len(left) == len(right) == max(width, len(text))
    assert left.endswith(text)
    assert right.startswith(text)
