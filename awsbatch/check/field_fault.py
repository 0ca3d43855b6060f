"""What is said of a field that no value has where it is looked for."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any

from awsbatch.contract.answer import Answer, Known, ListOf, Object, called, kinds_of
from awsbatch.expression import scanner
from awsbatch.expression.functions.signature import EvaluationError
from awsbatch.expression.path import no_list, of_element
from awsbatch.fault.suggestion import choice, nearest
from awsbatch.fault.wording import listed
from awsbatch.record import record

_ALMOST_EQUAL = 0.85
"""How alike a field and what is compared with another must be, or a string was meant."""

_FEW = 3
"""How many lists of an object may have been meant for a hint to name them."""

_PATH = re.compile(r"[\w.$\[\]\"-]*\Z")
_LITERALS = {"true": "true", "True": "true", "false": "false", "False": "false"}
"""The literals of JSON, by the words for them in this and other languages."""


@record
class Wrong:
    """A part of an expression that can find nothing."""

    message: str
    hint: str | None
    start: int
    """Where in the expression's text it is, or what comes before it."""
    operand: str | None = None
    """The field, where an operator or a function takes it."""

    def width(self, text: str) -> int:
        """Return how many characters of the expression's text are at fault."""
        return scanner.width(text, self.start)


class LookedFor(Enum):
    """What a field is looked for as."""

    PATH = "a step of a path"
    FIRST = "the first thing that an operator or a function takes"
    OTHER = "another one, where a string may have been meant"


def missing(
    kind: Object, name: str, looked_for: LookedFor, *, is_query: bool
) -> tuple[str, str | None]:
    """Return the message and the hint for a field that an object does not have."""
    hint = _hint(kind, name, looked_for, is_query=is_query)
    return f"there is no field `{name}` in {kind.name}", hint


def _hint(kind: Object, name: str, looked_for: LookedFor, *, is_query: bool) -> str | None:
    if name in _LITERALS:
        return f"write a literal between backquotes: `{_LITERALS[name]}`"
    near = nearest(name, kind.fields, likeness=_ALMOST_EQUAL)
    left_out = nearest(name, kind.left_out, likeness=_ALMOST_EQUAL)
    if left_out is not None and near is None:
        return kind.left_out[left_out]
    if near is None and looked_for is LookedFor.OTHER:
        string = f"write a string in single quotes: '{name}'"
        return f'{string}, or `` `"{name}"` `` within such' if is_query else string
    inside = next(_within(kind, name), None)
    if near is None and inside is not None:
        return f"did you mean `{inside}`?"
    return choice(name, [*kind.fields])


def no_list_found(step: Any, kind: Known, around: Sequence[Any], text: str) -> EvaluationError:
    """Return the error of a step that takes a list; the last of the projections is around it."""
    found = called(kind)
    if around and (error := of_element(around[-1], step, found)):
        return error
    error = no_list(step, found)
    hint = _list_inside(kind, text, step.get("at", 0))
    return error if hint is None else EvaluationError(error.message, hint)


def _list_inside(kind: Known, text: str, start: int) -> str | None:
    """Return a hint at the lists in an object, for a step at a position that takes a list."""
    if not isinstance(kind, Object):
        return None
    lists = [name for name in kind.fields if _is_list(kind.fields[name])]
    if not 0 < len(lists) <= _FEW:
        return None
    before, step = _PATH.search(text[:start]), text[start : start + scanner.width(text, start)]
    step = re.sub(r"\s*\n\s*", " ", step)
    path = f"{before[0]}." if before is not None and before[0] else ""
    return f"write {listed([f'{path}{name}{step}' for name in lists], 'or')}"


def _is_list(answer: Answer) -> bool:
    return all(isinstance(each, ListOf) for each in kinds_of(answer))


def _within(kind: Object, name: str) -> Iterator[str]:
    """Yield the paths to a field of that name in what the fields of an object hold."""
    for field, answer in kind.fields.items():
        path, inner = _element(field, answer)
        for each in kinds_of(inner):
            if isinstance(each, Object) and name in each.fields:
                yield f"{path}.{name}"


def _element(path: str, answer: Answer) -> tuple[str, Answer]:
    """Return the path to what is in a list, and what it is."""
    for kind in kinds_of(answer):
        if isinstance(kind, ListOf):
            return _element(f"{path}[]", kind.element)
    return path, answer
