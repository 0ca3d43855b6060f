"""The texts in a value, with the places where they stand in it.

The CLI parses JSON and shorthand to data, and forgets where it found what.
"""

import json
from json import decoder, scanner
from typing import Any, TypeAlias

Parsed: TypeAlias = Any
"""JSON data whose texts are `Located`, and whose objects are `Pairs` or dictionaries."""


class UnreadableError(Exception):
    """Raised for a value that is neither JSON nor shorthand."""


class Located(str):
    """A text in a value, without the quotes around it."""

    __slots__ = ("end", "start")

    start: int
    end: int

    def __new__(cls, text: str, start: int, end: int) -> "Located":  # noqa: PYI034 (3.11)
        """Return the text that stands between two indices; `str` takes its value here."""
        self = super().__new__(cls, text)
        self.start = start
        self.end = end
        return self


class Pairs(list[tuple[str, Parsed]]):
    """The members of a JSON object; a name may occur twice."""


def json_texts(text: str) -> Parsed:
    """Return JSON as data; raise `UnreadableError` if it is none."""
    reader = json.JSONDecoder(object_pairs_hook=Pairs)
    # Python 3.10 to 3.14: the scanner that is written in C asks nobody for its strings.
    reader.parse_string = _located  # type: ignore[attr-defined]
    reader.scan_once = scanner.py_make_scanner(reader)  # type: ignore[attr-defined]
    try:
        return reader.decode(text)
    except (RecursionError, ValueError):
        raise UnreadableError from None


def _located(text: str, start: int, strict: bool) -> tuple[Located, int]:  # noqa: FBT001 (Python's)
    found, end = decoder.scanstring(text, start, strict)  # type: ignore[attr-defined]
    return Located(found, start, end - 1), end
