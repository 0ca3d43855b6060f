"""Calls of functions, tried before a run as far as their arguments are literals.

`ago('30 days')` fails whenever it is reached, which may be in mid-run. An
argument that is not known gets a stand-in of its type. Where the stand-ins
alone make a call fail, nothing can be said about it.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from awsbatch.expression import interpreter, scanner
from awsbatch.expression.comparison import unquoted
from awsbatch.expression.functions import Functions
from awsbatch.expression.functions.signature import TO_NUMBER, EvaluationError
from awsbatch.expression.syntax_fault import ExpressionError

_AT_CHECK = Functions(now=0)
# What they give depends on when and where the run is.
_CHANGING = frozenset(["ago", "ago_ms", "now", "read"])
# It may take forever, and Ctrl-C does not end it.
_ENDLESS = "matches"
_CONSTANT = frozenset(
    [
        "and_expression",
        "comparator",
        "function_expression",
        "key_val_pair",
        "literal",
        "multi_select_dict",
        "multi_select_list",
        "not_expression",
        "or_expression",
    ]
)


class _Anything:
    """A stand-in for a value of any type, of which `format()` takes any field."""

    def __format__(self, layout: str) -> str:
        return ""


_STAND_INS: Mapping[str, object] = {
    "array": [],
    "array-number": [1],
    "array-string": ["x"],
    "boolean": True,
    "null": None,
    "number": 1,
    "object": {},
}
# Each fits where another does not: as one character, as a zone, as a JSON text.
_STRINGS = ("x", "UTC", "1")
_ANYTHING = (_Anything(), "x", 1)
_VARIANTS = range(len(_ANYTHING))


def try_call(node: Any, text: str) -> None:
    """Raise `ExpressionError` if a call's literal arguments make it fail whatever the others are.

    `node` is a call in this text, of a known function with the right number of arguments.
    """
    arguments = node["children"]
    if node["value"] == "read" or any(each["type"] == "expref" for each in arguments):
        return
    known = {index for index, each in enumerate(arguments) if _is_constant(each)}
    if node["value"] == _ENDLESS and not _is_no_text(arguments[0]):
        # Only its expression can be wrong, which is found with a short text as well.
        known.discard(0)
    if not known or (error := _error(node, known)) is None:
        return
    # The first that is wrong whatever the others are, or else the whole call.
    for index in sorted(known):
        start = arguments[index].get("start")
        if start is not None and (own := _error(node, {index})) is not None:
            hint = _unquoted(arguments[index], own) or own.hint
            raise ExpressionError(own.message, start, scanner.width(text, start), hint)
    # Or the last that may have any type, and does not fit the others.
    for index in sorted(known, reverse=True):
        start = arguments[index].get("start")
        if start is None or _types(node, index) or _failing(node, known - {index}):
            continue
        hint = _unquoted(arguments[index], error) or error.hint
        raise ExpressionError(error.message, start, scanner.width(text, start), hint)
    raise ExpressionError(error.message, node["start"], len(node["value"]), error.hint)


def _unquoted(argument: Any, error: EvaluationError) -> str | None:
    """Return a hint for a number that is written as a string."""
    value = argument.get("value")
    return unquoted(value) if error.hint == TO_NUMBER and isinstance(value, str) else None


def _is_no_text(argument: Any) -> bool:
    return argument["type"] == "literal" and not isinstance(argument["value"], str)


def path_read(call: Any) -> Iterator[tuple[str, int]]:
    """Yield the path that a call of `read()` is given as a literal, and its start in the text."""
    match call:
        case {
            "value": "read",
            "children": [{"type": "literal", "value": str(path), "start": start}],
        }:
            yield path, start
        case _:
            pass


def _is_constant(node: Any) -> bool:
    if node["type"] not in _CONSTANT:
        return False
    if node["type"] == "function_expression" and node["value"] in {*_CHANGING, _ENDLESS}:
        return False
    return all(map(_is_constant, node["children"]))


def _error(node: Any, known: AbstractSet[int]) -> EvaluationError | None:
    """Return why a call fails with these of its arguments, or None if it may succeed."""
    first = _failing(node, known)
    # Where the stand-ins alone make it fail, nothing is known.
    if first is None or (len(known) < len(node["children"]) and _failing(node, frozenset())):
        return None
    return first


def _failing(node: Any, known: AbstractSet[int]) -> EvaluationError | None:
    """Return the first error of a call, or None if it succeeds with any stand-ins."""
    # Most calls succeed at once.
    first: EvaluationError | None = None
    for variant in _VARIANTS:
        error = _evaluated(node, known, variant)
        if error is None:
            return None
        first = first or error
    return first


def _evaluated(node: Any, known: AbstractSet[int], variant: int) -> EvaluationError | None:
    arguments = [
        each if index in known else _stand_in(_types(node, index), variant)
        for index, each in enumerate(node["children"])
    ]
    try:
        interpreter.evaluate({**node, "children": arguments}, {}, _AT_CHECK)
    except EvaluationError as error:
        return error
    return None


def _types(call: Any, index: int) -> Sequence[str]:
    """Return the types that an argument of a call may have, none for any type."""
    signature: Sequence[Mapping[str, Any]] = interpreter.TABLE[call["value"]]["signature"]
    types: Sequence[str] = signature[min(index, len(signature) - 1)]["types"]
    return types


def _stand_in(types: Sequence[str], variant: int) -> Any:
    if "expref" in types:
        return {"type": "expref", "children": [{"type": "current", "children": []}]}
    value: object = _ANYTHING[variant]
    if types:
        kind = types[variant % len(types)]
        value = _STRINGS[variant] if kind == "string" else _STAND_INS[kind]
    return {"type": "literal", "value": value, "children": []}
