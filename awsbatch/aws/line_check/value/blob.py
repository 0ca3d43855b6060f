"""Blobs that are written as texts, which the versions of the AWS CLI take differently.

Version 1 sends a text as it is. Version 2 takes it for base64, also within a
document, unless the line or the profile says otherwise. What a file holds is
such a text where `file://` names it; the bytes of `fileb://` are the same to both.
"""

import base64
from collections.abc import Iterator
from typing import Any

from awsbatch.aws.line_check.cli_parser import CliParser
from awsbatch.aws.line_check.placeholder_word import is_unknown, shown
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.aws.line_check.value.option_value import is_upload, member_of, parsed_value
from awsbatch.aws.version.installed import BINARY_FORMATS, FILE_PREFIXES
from awsbatch.contract.finding import Finding

TEXT_AS_IT_IS = "raw-in-base64-out"
"""The format by which version 2 takes texts as version 1 does."""
_FORMAT = "--cli-binary-format"
_BASE64 = "base64"
_FILE = "file://"
_LONGEST = 60


class Blobs:
    """The blobs in the input of one operation."""

    def __init__(self, model: Any) -> None:
        self._members = getattr(model.input_shape, "members", {})
        self._holders: dict[str, bool] = {}
        """Whether there are blobs in a member of the input."""

    def wrong(self, given: GivenOption, argument: Any, reading: Reading) -> Iterator[Finding]:
        """Find a text in an option's values that is not base64, or not the same to all versions."""
        shape = self._members.get(member_of(argument))
        if shape is None or is_upload(argument) or not self._has_blob(member_of(argument), shape):
            return
        if shape.type_name == "blob":
            yield from wrong_text(given, _text_of_file(given.value), shape, reading.binary_format)
        elif not any("@=" in value or value.startswith(FILE_PREFIXES) for value in given.values):
            yield from wrong_text(
                given, _parsed(reading.parser, given, argument), shape, reading.binary_format
            )

    def _has_blob(self, member: str, shape: Any) -> bool:
        if member not in self._holders:
            self._holders[member] = _has_blob(shape, set())
        return self._holders[member]


def wrong_text(
    given: GivenOption, parsed: Any, shape: Any, chosen: str | None
) -> Iterator[Finding]:
    """Find what is wrong with the first blob that is a text in a parsed value of this shape.

    `chosen` is the format that the line names, which no other version knows.
    """
    for text in _texts(parsed, shape):
        if BINARY_FORMATS and chosen in {None, _BASE64} and not _is_base64(text):
            yield _no_base64(given, text)
            return
        if text and chosen is None:
            yield _taken_differently(given, text)
            return


def _text_of_file(value: str) -> str | None:
    """Return the text that is a blob's whole value, as far as one is; a file has some text."""
    if value.startswith(FILE_PREFIXES):
        return _FILE if value.startswith(_FILE) else None
    return str(value)


def _parsed(parser: CliParser, given: GivenOption, argument: Any) -> Any:
    try:
        return parsed_value(parser, given, argument)
    except Exception:  # noqa: BLE001 (of which is told where it is parsed to be judged)
        return None


def _texts(parsed: Any, shape: Any) -> Iterator[str]:
    """Yield the texts in a parsed value that botocore sends as bytes."""
    match parsed, shape.type_name:
        case str(), "blob":
            yield parsed
        case list(), "list":
            for each in parsed:
                yield from _texts(each, shape.member)
        case dict(), "structure":
            for name in parsed.keys() & shape.members.keys():
                yield from _texts(parsed[name], shape.members[name])
        case dict(), "map":
            for each in parsed.values():
                yield from _texts(each, shape.value)
        case _:
            pass


def _has_blob(shape: Any, seen: set[str]) -> bool:
    if shape.name in seen:
        return False
    seen.add(shape.name)
    match shape.type_name:
        case "structure":
            return any(_has_blob(member, seen) for member in shape.members.values())
        case "list":
            return _has_blob(shape.member, seen)
        case "map":
            return _has_blob(shape.value, seen)
        case kind:
            return bool(kind == "blob")


def _is_base64(text: str) -> bool:
    """Return whether a text, or what it stands for, may be base64 as version 2 decodes it."""
    if is_unknown(text):
        return True
    try:
        # As it does, without validation: other characters mean nothing.
        base64.b64decode(text)
    except ValueError:
        return False
    return True


def _subject(given: GivenOption, text: str) -> str:
    is_part = text not in (given.value, _FILE)
    return f"a blob in `{given.matches[0]}`" if is_part else f"`{given.matches[0]}`"


def _no_base64(given: GivenOption, text: str) -> Finding:
    value = given.value
    found = f", found `{text}`" if len(text) <= _LONGEST else ""
    encoded = base64.b64encode(text.encode("utf-8", "surrogateescape")).decode()
    instead = f"write `{encoded}`" if len(encoded) <= _LONGEST else "encode it"
    at, width = (value.offset, len(value)) if value.offset else (None, None)
    return Finding(
        value.place,
        f"{_subject(given, text)} takes base64{found}",
        f"{instead}, or add `{_FORMAT} {TEXT_AS_IT_IS}` for text",
        at,
        width,
        unless=_FORMAT,
    )


def _taken_differently(given: GivenOption, text: str) -> Finding:
    value = given.value
    if value.startswith(_FILE):
        hint = f"write `fileb://{shown(value[len(_FILE) :])}`, which both take alike"
    elif text == value:
        hint = "write `fileb://FILE`, which both take alike"
    else:
        hint = f"`aws configure set cli_binary_format {TEXT_AS_IT_IS}` makes it text to both"
    at, width = (value.offset, len(value)) if value.offset else (None, None)
    return Finding(
        value.place,
        f"{_subject(given, text)} is text to version 1 of the AWS CLI, and base64 to version 2",
        f"{hint}, or say which by `{_FORMAT}`" if BINARY_FORMATS else hint,
        at,
        width,
        warning=True,
        unless=_FORMAT,
    )
