"""What is secret in the answers of operations, and in what hand-written commands print.

The table is `secret_answer.json`: for each operation the names of the members
of its answers that are secret, wherever in the answer they stand, and for a
hand-written command those of its result, of which none means the whole text.
`Value?Type=SecureString` is a member that is one only beside another. It was
made from the models, by what a person has judged of the names in them, which
`answer_judgement.json` has. Both name operations as the command line does.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from awsbatch.aws.catalog.sensitive import Secrecy, judge_option
from awsbatch.record import record

_METADATA = "ResponseMetadata"
_FEWEST = 4
"""How many digits a number has that is secret."""
_ORDINARY = frozenset(["false", "none", "null", "true"])


@record
class SecretMembers:
    """The members of an answer that are secret."""

    names: frozenset[str]
    conditions: Mapping[str, tuple[str, str]]
    """For some of them, the member beside it that says so, and with which value."""

    def found(self, answer: Any) -> Iterator[str]:
        """Yield the secrets in an answer, as the AWS CLI prints them and as they are meant."""
        match answer:
            case dict():
                for name, value in answer.items():
                    if name in self.names and self._is_one(name, answer):
                        yield from _texts(value)
                    elif name != _METADATA:
                        yield from self.found(value)
            case list():
                for each in answer:
                    yield from self.found(each)
            case _:
                return

    def _is_one(self, name: str, around: Mapping[str, Any]) -> bool:
        if name not in self.conditions:
            return True
        beside, value = self.conditions[name]
        return bool(around.get(beside) == value)


@cache
def secret_members_of(service: str) -> Mapping[str, SecretMembers]:
    """Return the secret members of a service's operations, by their names."""
    return _by_name(_table()["operations"].get(service, {}))


def secret_result_of(command: str) -> SecretMembers | None:
    """Return the secret members of a hand-written command's result; without names, all of it."""
    for pattern, written in _table()["commands"].items():
        if fnmatchcase(command, pattern):
            return _members(written.split())
    return None


def texts_of(result: Any, members: SecretMembers) -> Iterator[str]:
    """Yield the secrets in the result of a hand-written command."""
    if not members.names:
        return _texts(result)
    return members.found(_data(result))


def _by_name(rows: Mapping[str, str]) -> Mapping[str, SecretMembers]:
    """Return the members of rows that have the names of several commands each."""
    return {
        name: members
        for written, names in rows.items()
        for members in [_members(written.split())]
        for name in names.split(", ")
    }


def _members(written: Sequence[str]) -> SecretMembers:
    parts = [each.partition("?") for each in written]
    conditions = {name: _condition(text) for name, mark, text in parts if mark}
    return SecretMembers(frozenset(name for name, _, _ in parts), conditions)


def _condition(text: str) -> tuple[str, str]:
    beside, _, value = text.partition("=")
    return beside, value


@cache
def _table() -> Mapping[str, Any]:
    text = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def _data(result: Any) -> Any:
    """Return the data that a text is, if it is any."""
    if not isinstance(result, str):
        return result
    try:
        return json.loads(result)
    except ValueError:
        return None


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            # Services that do not tell a password write `****`.
            if value.lower() not in _ORDINARY and any(map(str.isalnum, value)):
                yield value
                yield from _password(value)
                yield from _inside(value)
        case bytes():
            yield base64.b64encode(value).decode()
            yield from _readable(value)
        case dict() | list():
            for each in value.values() if isinstance(value, dict) else value:
                yield from _texts(each)
        case bool():
            return
        case int() | float() if len(str(value)) >= _FEWEST:
            yield str(value)
        case _:
            return


def _readable(value: bytes) -> Iterator[str]:
    try:
        yield from _texts(value.decode())
    except UnicodeDecodeError:
        return


def _inside(value: str) -> Iterator[str]:
    """Yield what sounds secret in JSON: its names tell it from a user's name or a host."""
    if not value.startswith("{"):
        return
    data = _data(value)
    if isinstance(data, dict):
        for name, each in data.items():
            if judge_option("", name).secrecy is not Secrecy.NONE:
                yield from _texts(each)


def _password(value: str) -> Iterator[str]:
    """Yield the password in what a registry takes, which is `USER:PASSWORD` in base64."""
    try:
        user, colon, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return
    if user and colon and password:
        yield password
