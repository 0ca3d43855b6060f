"""What operations could not do, read from answers that are no errors.

The table is `partial.json`: for each operation the member that says so, and
how it is read. It was made from the models and then read by a person; what
looks alike and is none is in `lookalike.json`, with the reason. Both name
operations as the command line does. What an operation that only reads could
not read is a gap, and no failure.

How a member is read:
- `any`: a list or map that is not empty;
- `count`: a number over 0; `entries` is the list that has the codes;
- `there`: a member that is there, itself or in elements (`Responses[].Error`);
- `false`: a flag that is false;
- `is X` and `not X`: a code in elements that is X, or another.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from awsbatch.aws.catalog.entry import described
from awsbatch.record import record

_FAILURES = "failures"


@record
class Sign:
    """A member of an operation's answers that says what could not be done."""

    member: str
    """The path to it, in which `[]` goes into a list and `{}` into a map."""
    read: str
    entries: str | None = None
    is_failure: bool = True

    def found(self, answer: Mapping[str, Any]) -> tuple[int, Iterator[str]]:
        """Return how many things an answer says could not be done, and what it says of each."""
        if self.read == "count":
            count = next(_at(answer, self.member), None) or 0
            entries = _at(answer, f"{self.entries}[]") if count else iter(())
            return count, filter(None, (described(entry, failed_only=True) for entry in entries))
        found = [*self._entries(answer)]
        return len(found), map(described, found)

    def _entries(self, answer: Mapping[str, Any]) -> Iterator[Any]:
        how, _, code = self.read.partition(" ")
        within, _, last = self.member.rpartition(".")
        match how:
            case "any":
                yield from _each(next(_at(answer, self.member), None))
            case "there":
                for holder in _at(answer, within):
                    if value := holder.get(last):
                        yield holder if within else _of_itself(last, value)
            case "false":
                if answer.get(self.member) is False:
                    yield f"{self.member} is false"
            case _:
                for holder in _at(answer, within):
                    if (value := holder.get(last)) and (value == code) is (how == "is"):
                        yield {"Code": value, **holder}


@cache
def signs_of(service: str) -> Mapping[str, Sequence[Sign]]:
    """Return the signs of a service's operations, by their names."""
    signs: dict[str, list[Sign]] = {}
    for kind, rows in _table().items():
        for row in rows:
            named, name = row["operation"].split(" ")
            if named == service:
                sign = Sign(row["member"], row["read"], row.get("entries"), kind == _FAILURES)
                signs.setdefault(name, []).append(sign)
    return signs


@cache
def _table() -> Mapping[str, Sequence[Mapping[str, str]]]:
    text = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    table: dict[str, list[dict[str, str]]] = json.loads(text)
    return table


def _at(value: Any, path: str) -> Iterator[Any]:
    """Yield what is at a path, if anything: of a list or map on the way, each of its elements."""
    name, _, rest = path.partition(".")
    key = name.rstrip("[]{}")
    found = [value.get(key)] if key else [value]
    for bracket in name[len(key) :: 2]:
        found = [element for each in found for element in _elements(each, bracket)]
    for each in found:
        if each is not None:
            yield from _at(each, rest) if rest else (each,)


def _of_itself(name: str, value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {name: value}


def _elements(value: Any, bracket: str) -> Sequence[Any]:
    return value or () if bracket == "[" else [*(value or {}).values()]


def _each(value: Any) -> Iterator[Any]:
    """Yield the entries of a list or map, by their keys; a list in a map is many entries."""
    if not isinstance(value, dict):
        yield from value or ()
        return
    for key, entry in value.items():
        entries = entry if isinstance(entry, list) else [entry]
        for each in entries:
            yield {**(each if isinstance(each, dict) and each is entry else {}), "Key": key}
