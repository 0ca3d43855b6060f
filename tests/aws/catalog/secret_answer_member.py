"""The members of all operations' answers that may be secret, and what a person says of them.

It is a net, not a judgement: `answer_judgement.json` says of each name in it
whether it is secret, unless `sensitive.json` says so of the same name in
commands. From both, and from the models, comes `secret_answer.json`:

    python -m tests.aws.catalog.secret_answer_member

writes it anew for the installed AWS CLI, and keeps what another version has.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

import awsbatch.aws.catalog
from awsbatch.aws.catalog.sensitive import Secrecy, table
from awsbatch.record import record
from tests.aws.catalog.every_operation import Operation, every_operation
from tests.aws.catalog.sensitive_member import sounds

CATALOG = Path(awsbatch.aws.catalog.__path__[0])
FILE = CATALOG / "secret_answer.json"

# What `sounds` has no need for: no command takes it.
_SOUNDS_IN_ANSWERS = re.compile(
    "session_?token|key_?material|private_?keys?|(gen)?apps?key|[fs]?nwk(s|sint|senc)?key|streamkey"
    "|(authorized|sign_?in|login|embed|webhook)_?url|seed|challenge_?code|signed_?url"
    "|signed_?connection_?string",
    re.IGNORECASE,
)
_SCALARS = frozenset(["blob", "double", "float", "integer", "long", "string"])
_TEXTS = frozenset(["blob", "string"])


@record
class Member:
    """A text or a number in the answers of an operation."""

    operation: Operation
    path: tuple[str, ...]
    marked: bool
    """Whether the model marks it, or what it is a part of, as sensitive."""
    kind: str

    def __str__(self) -> str:
        return f"{self.operation} {'.'.join(self.path)}"

    @property
    def name(self) -> str:
        """Its name, or that of the list or map that it is in."""
        return self.path[-1]

    @property
    def is_caught(self) -> bool:
        """Whether it may be secret."""
        is_text = self.kind in _TEXTS
        heard = sounds(self.name) or _SOUNDS_IN_ANSWERS.fullmatch(self.name) is not None
        return self.marked or (is_text and heard)


@record
class Judgement:
    """What `answer_judgement.json` says, by names in lower case."""

    names: Mapping[str, tuple[bool, str]]
    members: Mapping[tuple[str, str], tuple[bool, str]]
    operations: Mapping[str, tuple[str, str]]
    """Of operations, as `ssm get-parameter`: a member as the table has it, and why it is secret."""


@cache
def judgement() -> Judgement:
    read = json.loads((CATALOG / "answer_judgement.json").read_text())
    return Judgement(
        {
            name: (kind == "secret", reason)
            for kind, rows in read["of all services"].items()
            for reason, names in rows.items()
            for name in names.lower().split()
        },
        {
            (service, name): (kind == "secret", reason)
            for kind, rows in read["of one service"].items()
            for reason, services in rows.items()
            for service, names in services.items()
            for name in names.lower().split()
        },
        {
            operation: (member, reason)
            for reason, rows in read["of one operation"].items()
            for operation, member in rows.items()
        },
    )


def judged(member: Member) -> tuple[bool, str] | None:
    """Return whether a member is secret, and why; None if nobody has judged it."""
    service, name = member.operation.service, member.name.lower()
    here = judgement()
    own, reason = here.operations.get(str(member.operation), ("", ""))
    if own.partition("?")[0].lower() == name:
        return True, reason
    if (service, name) in here.members:
        return here.members[service, name]
    in_commands = table()
    verdict = None if member.marked else in_commands.not_marked.get((service, name))
    if verdict is None and name in here.names:
        return here.names[name]
    if name == "sessiontoken":
        return True, "a session token, which is secret everywhere"
    verdict = verdict or in_commands.members.get((service, name)) or in_commands.names.get(name)
    if verdict is None or verdict.secrecy is Secrecy.HERE:
        return None
    return verdict.secrecy is Secrecy.EVERYWHERE, verdict.reason


@cache
def every_member() -> tuple[Member, ...]:
    """Return all members that may be secret."""
    return tuple(
        member
        for operation in every_operation()
        for member in _members(operation)
        if member.is_caught
    )


def made() -> Mapping[str, Mapping[str, str]]:
    """Return the operations of the table, as the installed AWS CLI has them."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for operation in every_operation():
        if str(operation) in judgement().operations:
            names[operation.service, operation.name].add(judgement().operations[str(operation)][0])
    for member in every_member():
        operation, verdict = member.operation, judged(member)
        own = judgement().operations.get(str(operation), ("", ""))[0].partition("?")[0]
        if verdict is not None and verdict[0] and member.name != own:
            names[operation.service, operation.name].add(member.name)
    return _rows(names)


def _rows(names: Mapping[tuple[str, str], AbstractSet[str]]) -> Mapping[str, Mapping[str, str]]:
    rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (service, name), members in sorted(names.items()):
        rows[service][" ".join(sorted(members))].append(name)
    return {
        service: {members: ", ".join(found) for members, found in each.items()}
        for service, each in rows.items()
    }


def taken(rows: Mapping[str, Mapping[str, str]]) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the names of members by service and operation."""
    return {
        (service, name): frozenset(members.split())
        for service, each in rows.items()
        for members, names in each.items()
        for name in names.split(", ")
    }


def written() -> Mapping[str, Any]:
    """Return the table as it is."""
    read: dict[str, Any] = json.loads(FILE.read_text())
    return read


def _members(operation: Operation) -> Iterator[Member]:
    shape = operation.model.output_shape
    if shape is not None:
        yield from _within(operation, shape, (), frozenset(), marked=False)


def _within(
    operation: Operation, shape: Any, path: tuple[str, ...], around: frozenset[str], *, marked: bool
) -> Iterator[Member]:
    marked = marked or bool(shape.metadata.get("sensitive"))
    match shape.type_name:
        case "structure" if shape.name not in around:
            for name, inner in shape.members.items():
                yield from _within(
                    operation, inner, (*path, name), around | {shape.name}, marked=marked
                )
        case "list":
            yield from _within(operation, shape.member, path, around, marked=marked)
        case "map":
            yield from _within(operation, shape.value, path, around, marked=marked)
        case kind if kind in _SCALARS and path and not getattr(shape, "enum", ()):
            yield Member(operation, path, marked, kind)
        case _:
            return


def main() -> None:
    """Write the table anew."""
    before = written()
    found = {**taken(before["operations"]), **taken(made())}
    text = json.dumps({"commands": before["commands"], "operations": _rows(found)}, indent=1)
    FILE.write_text(f"{text}\n")


if __name__ == "__main__":
    main()
