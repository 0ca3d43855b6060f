"""The members of all operations' inputs that may be secret.

It is a net, not a judgement: `sensitive.json` says of what the models mark, and
of what sounds secret, whether it is. What it says nothing of is for a person
to read.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from awsbatch.aws.line_check.value.secret_part import Place, texts
from tests.aws.catalog.every_operation import Operation, every_operation

_SOUNDS = re.compile(
    "passw|passphrase|secret|token|credential|(private|api|access|preshared|auth)_?key"
    "|(app|nwk)(s(int|enc)?)?key|auth(entication)?_?code|otp$|assertion|jwt",
    re.IGNORECASE,
)
_ONLY_SOUNDS = re.compile(
    "sessiontoken|.*((next|page|continuation|start|starting|pagination|client|clientrequest|creation|lock|change"
    "|sequence|idempotency|update|version|conditional)tokens?"
    "|(arns?|ids?|names?|types?|ur[il]|source|version|strategy|policy|method|algorithm|mode|link"
    "|xpath|index|prefix|location|endpoint|provider|vendor|role|action|status|expression|filter"
    "|count|length|days|state|enabled|enforced|scheme|hint|scope))",
    re.IGNORECASE,
)
_TEXTS = ("blob", "string")


def sounds(member: str) -> bool:
    """Return whether a member sounds secret, and not as if it only led to what is."""
    return _SOUNDS.search(member) is not None and not _ONLY_SOUNDS.fullmatch(member)


def places(operation: Operation, seen: set[tuple[str, bool, str]]) -> Iterator[Place]:
    """Yield the texts and numbers in an operation's input, but for those in what was seen."""
    shape = operation.model.input_shape
    if shape is not None:
        yield from texts(Place.of(operation.service, "", shape), seen)


@cache
def marked() -> Mapping[str, set[str]]:
    """Return the names of members that the models mark, in lower case, and their services."""
    found = defaultdict(set)
    for place in _every_place():
        if place.marked:
            found[place.member.lower()].add(place.service)
    return found


@cache
def sounding() -> set[tuple[str, str]]:
    """Return the members that sound secret and that no model marks, by service, in lower case."""
    return {
        (place.service, place.member.lower())
        for place in _every_place()
        if not place.marked and place.shape.type_name in _TEXTS and sounds(place.member)
    }


@cache
def _every_place() -> tuple[Place, ...]:
    """Return the places of all services, each once for all operations of its service."""
    seen: dict[str, set[tuple[str, bool, str]]] = defaultdict(set)
    return tuple(
        place
        for operation in every_operation()
        for place in places(operation, seen[operation.service])
    )
