"""What a value can be, as far as it is known before the command that gives it runs.

Any value may be null as well: no answer has all its fields. So null is a kind
of its own only where a value can be nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from awsbatch.record import record

_MOST = 8
"""How many kinds a value can have before it can be anything: in a stream, they may be many."""


@record
class Anything:
    """A value of which nothing is known."""


@record
class Scalar:
    """A string, a number, a boolean or null."""

    name: str
    """What messages call it, such as "a string"."""


@record
class ListOf:
    """A list of elements of one kind."""

    element: "Answer"


@record
class MapOf:
    """An object with any keys, whose values are of one kind."""

    value: "Answer"


@record
class Object:
    """An object with these fields and no others."""

    fields: "Mapping[str, Answer]"
    """Each is worked out when it is asked for: models refer to themselves."""
    name: str
    """What messages call it, such as "the answer of `logs describe-log-groups`"."""
    left_out: Mapping[str, str]
    """For each field that the AWS CLI leaves out, how it can be had, as a hint."""


@record
class Either:
    """One of several kinds; none of them is `Either`, `Anything` or `Later`."""

    kinds: "tuple[Known, ...]"


class Later:
    """What is worked out when it is first asked for."""

    def __init__(self, work_out: "Callable[[], Answer]", weight: int = 1) -> None:
        """Begin with how it is worked out, and the weight of what that takes."""
        self._work_out = work_out
        self.weight = weight

    @cached_property
    def known(self) -> "Known":
        """What the value can be."""
        answer = known(self._work_out())
        # What it was worked out from is not needed any more.
        del self._work_out
        return answer


Known: TypeAlias = Anything | Scalar | ListOf | MapOf | Object | Either
Answer: TypeAlias = Known | Later

ANYTHING = Anything()
BOOLEAN = Scalar("a boolean")
NULL = Scalar("null")
NUMBER = Scalar("a number")
STRING = Scalar("a string")
TIME = Either((STRING, NUMBER))
"""A time, which some services write as a text and others as a number."""
NOTHING = Either(())
"""The element of an empty list."""


@record
class Query:
    """The `--query` of a command, as its author wrote it."""

    text: str
    word: int
    """The index of the word that it is in."""
    offset: int
    """How many characters of the word stand before it, such as `--query=`."""


@record
class Answered:
    """What a command answers with."""

    data: Answer
    """Before its query."""
    query: Query | None = None


NOT_KNOWN = Answered(ANYTHING)
"""What a command answers with of which nothing is known."""


def called(kind: Known) -> str:
    """Return what messages call a kind, such as "a list"."""
    match kind:
        case Scalar(name):
            return name
        case ListOf():
            return "a list"
        case _:
            return "an object"


def known(answer: Answer) -> Known:
    """Return what a value can be, worked out by now."""
    return answer.known if isinstance(answer, Later) else answer


def kinds_of(answer: Answer) -> tuple[Known, ...]:
    """Return the kinds that a value can have: several, or itself."""
    found = known(answer)
    return found.kinds if isinstance(found, Either) else (found,)


def weight(answer: Answer) -> int:
    """Return how much an answer holds, models apart, which are there anyway."""
    match answer:
        case Later():
            return answer.weight
        case ListOf(inner) | MapOf(inner):
            return 1 + weight(inner)
        case Either(kinds):
            return sum(map(weight, kinds))
        case Object(dict() as fields):
            return 1 + sum(map(weight, fields.values()))
        case _:
            return 1


def either(answers: Iterable[Answer]) -> Answer:
    """Return what a value can be that came about in one of several ways."""
    answers = [*answers]
    if len(answers) == 1:
        return answers[0]
    if any(isinstance(answer, Later) for answer in answers):
        return Later(lambda: _joined(answers), sum(map(weight, answers)))
    return _joined(answers)


def _joined(answers: Iterable[Answer]) -> Known:
    kinds: list[Known] = []
    for answer in answers:
        for kind in kinds_of(answer):
            if isinstance(kind, Anything):
                return ANYTHING
            # By identity: equal objects would have to be worked out to be found equal.
            if not any(kind is other for other in kinds):
                kinds.append(kind)
    if len(kinds) > _MOST:
        return ANYTHING
    return kinds[0] if len(kinds) == 1 else Either(tuple(kinds))


def of_literal(value: object) -> Answer:
    """Return what a value that is known is."""
    match value:
        case None:
            return NULL
        case bool():
            return BOOLEAN
        case int() | float():
            return NUMBER
        case list():
            return ListOf(either([of_literal(element) for element in value]))
        case dict():
            fields = {str(name): of_literal(inner) for name, inner in value.items()}
            return Object(fields, "this object", {})
        case _:
            return STRING
