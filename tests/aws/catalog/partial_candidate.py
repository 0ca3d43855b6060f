"""Members of answers that sound as if they told what could not be done.

It is a net, not a judgement: `partial.json` has what belongs, `lookalike.json`
what does not, and a candidate that is in neither is for a person to read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import awsbatch.aws.catalog
from awsbatch.record import record
from tests.aws.catalog.every_operation import Operation, every_operation

CATALOG = Path(awsbatch.aws.catalog.__path__[0])

# Of what these show, a failure is a state of the thing shown, unless it is in a list of its own.
_SHOWS = re.compile(
    "(batch-(check|describe|detect|get)|describe|get|head|list|query|scan|search|select|test"
    "|validate)(-|$)"
)
_SOUNDS = re.compile(
    "Failed|Failure|^fail|Error|^err(or|ed)|[Uu]nprocess|[Uu]nsuccess|[Rr]ejected|Unindexed"
    "|[Ii]nvalid[A-Z]|Not[A-Z][A-Za-z]*(ed|Up)|^not[A-Z]|NotFound|NonDeleted|Missing|Unmatched"
    "|[Uu]nknown|[Ee]xception|[Uu]nrecogn|Denied|[Ss]kipped|[Ii]gnored|Unresolved|Unable"
    "|[Ww]arning|[Ss]uccess"
)
_OF_AN_ENTRY = re.compile(
    "([A-Za-z]*[a-z])?([Ee]rror|[Ff]ailure|[Ee]xception)(Code|Message|Reason|Cause|Response"
    "|Details?)?"
)
_COLLECTIONS = ("list", "map")
_SCALARS = ("boolean", "integer", "long", "string", "structure")


@record
class Candidate:
    """A member of an operation's answer, or of the elements of one."""

    operation: Operation
    member: str
    """As in the tables, such as `Errors` or `Responses[].Error`."""

    def __str__(self) -> str:
        return f"{self.operation} {self.member}"

    @property
    def key(self) -> str:
        """The candidate without what is below its first member, by which the tables know it."""
        return f"{self.operation} {first(self.member)}"


def first(member: str) -> str:
    """Return the first member of a path."""
    return re.split(r"[.\[{]", member)[0]


@cache
def candidates() -> tuple[Candidate, ...]:
    """Return the candidates of all operations."""
    return tuple(
        Candidate(operation, member)
        for operation in every_operation()
        for name, shape in _members(operation).items()
        if (member := _candidate(operation, name, shape)) is not None
    )


def judged() -> Mapping[str, str]:
    """Return what the tables say of a candidate, by its key."""
    table = json.loads((CATALOG / "partial.json").read_text())
    alike = json.loads((CATALOG / "lookalike.json").read_text())
    return {
        **{_key(name): f"none, since it {why}" for why, names in alike.items() for name in names},
        **{
            f"{row['operation']} {first(row['member'])}": f"{kind} ({row['member']}: {row['read']})"
            for kind in ("gaps", "failures")
            for row in table[kind]
        },
    }


def outdated() -> Iterator[str]:
    """Yield the keys of the tables that no answer has any more."""
    members = {
        f"{operation} {name}" for operation in every_operation() for name in _members(operation)
    }
    yield from (key for key in judged() if key not in members)


def _key(name: str) -> str:
    operation, _, member = name.rpartition(" ")
    return f"{operation} {first(member)}"


def _members(operation: Operation) -> Mapping[str, Any]:
    shape = operation.model.output_shape
    return shape.members if shape is not None else {}


def _candidate(operation: Operation, name: str, shape: Any) -> str | None:
    is_collection = shape.type_name in _COLLECTIONS
    shows = _SHOWS.match(operation.name) is not None
    is_scalar = not shows and shape.type_name in _SCALARS and not getattr(shape, "enum", ())
    if _SOUNDS.search(name) and (is_collection or is_scalar):
        return name
    if not is_collection or shows:
        return None
    inside = shape.member if shape.type_name == "list" else shape.value
    telling = filter(_OF_AN_ENTRY.fullmatch, getattr(inside, "members", ()))
    brackets = "[]" if shape.type_name == "list" else "{}"
    return next((f"{name}{brackets}.{inner}" for inner in telling), None)
