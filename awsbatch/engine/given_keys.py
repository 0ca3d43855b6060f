"""The credentials that a value gives to `defaults --credentials`."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from awsbatch.contract.signer import Keys
from awsbatch.expression.functions.clock import time_of
from awsbatch.fault.error import FailedError, ScriptError
from awsbatch.fault.wording import counted, listed
from awsbatch.language.model import Placeholder

_FIELDS = ("AccessKeyId", "SecretAccessKey", "SessionToken")
_NEEDED = _FIELDS[:2]
_NAMES = {name.lower(): name for name in _FIELDS} | {"secretkey": "SecretAccessKey"}
"""The fields by what operations of services other than STS call them, in lower case."""
_EXPECTED = "expected an object with `AccessKeyId` and `SecretAccessKey`"
_PATH = re.compile(r"\$?\w+(\.\w+)*", re.ASCII)
_MOST_NAMES = 6
_LONGEST_STAND_IN = 7
"""In characters; keys of AWS have 40."""
_Objects: TypeAlias = Iterable[tuple[str, Mapping[str, object]]]
"""Objects, each with the expression for it."""


def keys(placeholder: Placeholder, value: object) -> Keys:
    """Return the credentials in a placeholder's value, or in the `Credentials` that it holds.

    Raise `ScriptError` where it holds none or a part of them, and
    `FailedError` where they have expired. No message has what is in them.
    """
    found = value
    if isinstance(value, dict) and isinstance(value.get("Credentials"), dict):
        found = value["Credentials"]
    if not isinstance(found, dict) or not any(name in found for name in _NEEDED):
        raise _none(placeholder, value)
    for name in _FIELDS:
        if name in _NEEDED or found.get(name) is not None:
            _refuse_empty(placeholder, value, name, found)
    _refuse_expired(placeholder, found.get("Expiration"))
    return Keys(found["AccessKeyId"], found["SecretAccessKey"], found.get("SessionToken"))


def secrets_of(value: object) -> Iterator[str]:
    """Yield what is secret in a value that is to hold credentials, whether or not it does."""
    for _, each in _objects("", value):
        for name, its in each.items():
            is_secret = _NAMES.get(name.lower(), _FIELDS[0]) != _FIELDS[0]
            # Those of an emulator are `test`, as is much else there.
            if is_secret and isinstance(its, str) and len(its) > _LONGEST_STAND_IN:
                yield its


def _refuse_empty(
    placeholder: Placeholder, value: object, name: str, found: Mapping[str, object]
) -> None:
    if isinstance(its := found.get(name), str) and its:
        return
    what = _kind(its) if name in found else "none"
    raise ScriptError(
        f"expected a string as `{name}` of the credentials, found {what}",
        place=placeholder.place,
        hint=None if name in found else _translated(_objects(_source(placeholder), value)),
    )


def _refuse_expired(placeholder: Placeholder, expiration: object) -> None:
    if expiration is None:
        return
    seconds = time_of(expiration) if isinstance(expiration, str) else None
    if seconds is None:
        message = f"expected a time as `Expiration` of the credentials, found {_kind(expiration)}"
        raise ScriptError(message, place=placeholder.place)
    if seconds <= time.time():
        message = f"these credentials expired at {expiration}"
        raise FailedError(message, place=placeholder.place)


def _none(placeholder: Placeholder, value: Any) -> ScriptError:
    names = [*value][:_MOST_NAMES] if isinstance(value, dict) else []
    found = f"one with {listed(names)}" if names else _kind(value)
    if "Credentials" in names:
        found = f"{_kind(value['Credentials'])} as `Credentials`"
    objects = [*_objects(_source(placeholder), value)]
    hint = _inside(objects) or _translated(objects)
    return ScriptError(f"{_EXPECTED}, found {found}", place=placeholder.place, hint=hint)


def _objects(source: str, value: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield an object and those that it holds, each with the expression for it."""
    if isinstance(value, dict):
        yield source, value
        for name, inner in value.items():
            if isinstance(inner, dict):
                yield f"{source}.{name}", inner


def _inside(objects: _Objects) -> str | None:
    for source, each in objects:
        if all(name in each for name in _NEEDED):
            return f"write `defaults --credentials <<{source}>>`"
    return None


def _translated(objects: _Objects) -> str | None:
    """Return the hint that gives the fields of another operation their names."""
    for source, each in objects:
        fields = {_NAMES[name.lower()]: name for name in each if name.lower() in _NAMES}
        if all(name in fields for name in _NEEDED):
            pairs = ", ".join(f"{name}: {source}.{its}" for name, its in fields.items())
            return f"write `defaults --credentials <<{{{pairs}}}>>`"
    return None


def _source(placeholder: Placeholder) -> str:
    source = placeholder.expression.source.strip()
    return source if _PATH.fullmatch(source) else "NAME"


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case "":
            return "an empty string"
        case str():
            return "a string"
        case list():
            return f"a list of {counted(len(value), 'element')}"
        case dict():
            return "an object"
        case _:
            return "a number or a boolean"
