"""What the functions of expressions give, by what they are given."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from awsbatch.contract.answer import (
    ANYTHING,
    BOOLEAN,
    NUMBER,
    STRING,
    Answer,
    Anything,
    Known,
    ListOf,
    MapOf,
    Object,
    either,
    kinds_of,
)

_Result: TypeAlias = Callable[[Sequence[Answer]], Answer]

_STRINGS = """base64_decode base64_encode date format iso join lower pad_left pad_right read replace
    strftime to_string trim type upper url_encode"""
_NUMBERS = """abs add ago ago_ms avg ceil divide epoch floor length multiply now subtract sum
    to_number"""
_BOOLEANS = "contains ends_with matches starts_with"
_LISTS_OF_STRINGS = "keys lines split"
# What they give has the elements, or the fields, of what they are given first, or fewer.
_PARTS = "drop omit reverse slice sort sort_by take unique"
_ELEMENTS = "max max_by min min_by"


def result(name: str, taken: Sequence[Answer], applied: Sequence[Answer]) -> Answer:
    """Return what a function gives.

    `taken` are its arguments, `&expressions` as anything; `applied` is what
    these come to on the elements of the list that the function takes.
    """
    if name == "map":
        return ListOf(either(applied)) if applied else ANYTHING
    work_out = RESULTS.get(name)
    # The number of arguments of a `--query` is not checked before it runs.
    return work_out(taken) if work_out is not None and taken else _WITHOUT.get(name, ANYTHING)


def elements_of(taken: Sequence[Answer]) -> Answer:
    """Return what a function applies an `&expression` to: the elements of its list."""
    kinds = [kind for answer in taken for kind in kinds_of(answer) if isinstance(kind, ListOf)]
    return kinds[0].element if len(kinds) == 1 else ANYTHING


def _element(taken: Sequence[Answer]) -> Answer:
    kinds = kinds_of(taken[0])
    return either([kind.element if isinstance(kind, ListOf) else ANYTHING for kind in kinds])


def _values(taken: Sequence[Answer]) -> Answer:
    return either([_value(kind) for kind in kinds_of(taken[0])])


def _value(kind: Known) -> Answer:
    match kind:
        case MapOf(value):
            return value
        case Object(fields):
            return either([*fields.values()]) if fields else ANYTHING
        case _:
            return ANYTHING


def _zipped(taken: Sequence[Answer]) -> Answer:
    return ListOf(ListOf(either([_element([each]) for each in taken])))


def _merged(taken: Sequence[Answer]) -> Answer:
    fields: dict[str, Answer] = {}
    for answer in taken:
        (kind, *others) = kinds_of(answer) or (ANYTHING,)
        if others or not isinstance(kind, Object):
            return ANYTHING
        fields.update(kind.fields)
    return Object(fields, "what `merge()` gives", {})


def _listed(taken: Sequence[Answer]) -> Answer:
    return either([_in_list(kind) for kind in kinds_of(taken[0])])


def _in_list(kind: Known) -> Answer:
    return kind if isinstance(kind, ListOf | Anything) else ListOf(kind)


_WITHOUT: Mapping[str, Answer] = {"now": NUMBER}

RESULTS: Mapping[str, _Result] = {
    **dict.fromkeys(_STRINGS.split(), lambda _: STRING),
    **dict.fromkeys(_NUMBERS.split(), lambda _: NUMBER),
    **dict.fromkeys(_BOOLEANS.split(), lambda _: BOOLEAN),
    **dict.fromkeys(_LISTS_OF_STRINGS.split(), lambda _: ListOf(STRING)),
    **dict.fromkeys(_PARTS.split(), lambda taken: taken[0]),
    **dict.fromkeys(_ELEMENTS.split(), _element),
    "chunk": lambda taken: ListOf(taken[0]),
    "from_csv": lambda _: ListOf(MapOf(STRING)),
    "from_items": lambda _: MapOf(ANYTHING),
    # Objects of any shape: what they hold is known when the script runs.
    "from_json": lambda _: ANYTHING,
    "get": lambda _: ANYTHING,
    "group_by": lambda taken: MapOf(taken[0]),
    "items": lambda taken: ListOf(ListOf(either([STRING, _values(taken)]))),
    "merge": _merged,
    "not_null": either,
    "range": lambda _: ListOf(NUMBER),
    "to_array": _listed,
    "values": lambda taken: ListOf(_values(taken)),
    "zip": _zipped,
}
"""What each function gives, by its name; `now` takes nothing, and `map` is known by `applied`."""
