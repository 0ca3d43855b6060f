"""What texts say once the escapes in them are undone, and where in the texts that stands.

A secret need not be looked for in every way that it may be written: it is
looked for in what is left of a text without the ways of writing. All texts are
bytes as Latin-1 has them, so that a part of a character is a text as well.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from html import unescape
from itertools import accumulate
from typing import TypeAlias

from awsbatch.record import record

_Undo: TypeAlias = Callable[["re.Match[str]"], str]

_MOST_DEEP = 6
"""How many ways of writing are undone one after the other: JSON in JSON in a shell's word."""
_MOST_VIEWS = 48
_LINES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "e": "\x1b"}


@record
class Disguise:
    """A way in which characters are written as others."""

    hint: str
    """What a text has in it where this may be undone."""
    pattern: "re.Pattern[str]"
    undo: _Undo
    begun: "re.Pattern[str]"
    """What a text ends with that may become a match of `pattern`."""
    made: str | None = None
    """What comes of it; None where that may be anything."""


def _bytes(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _of_unit(digits: str) -> str:
    number = int(digits, 16)
    return _bytes(chr(number)) if number < 0x110000 else "?"  # noqa: PLR2004 (beyond Unicode)


def _of_pair(high: str, low: str) -> str:
    """Return the character that JSON has two units for."""
    units = int(high, 16).to_bytes(2, "big") + int(low, 16).to_bytes(2, "big")
    return _bytes(units.decode("utf-16-be"))


def _unescaped(match: "re.Match[str]") -> str:
    if match["low"]:
        return _of_pair(match["high"], match["low"])
    if digits := match["unit"]:
        return _of_unit(digits)
    if match["byte"]:
        return chr(int(match["byte"], 16))
    if match["octal"]:
        return chr(int(match["octal"], 8) & 0xFF)
    return _LINES.get(match["other"], match["other"])


def _unescaped_point(match: "re.Match[str]") -> str:
    """Undo an escape as `ascii` makes it: one of two digits is a character, not a byte."""
    return _of_unit(match["byte"]) if match["byte"] else _unescaped(match)


_ESCAPE = re.compile(
    r"\\(?:u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?:u|U00)(?P<unit>(?<=u)[0-9a-fA-F]{4}|(?<=U00)[0-9a-fA-F]{6})"
    r"|x(?P<byte>[0-9a-fA-F]{2})|(?P<octal>[0-3][0-7]{2})|(?P<other>[^ux0-9]))",
    re.DOTALL,
)
# With those before it, which are escapes as well where they are not what is escaped.
_BEGUN_ESCAPE = re.compile(
    r"(?<!\\)\\+(?:u(?:[0-9a-fA-F]{0,3}|[dD][89abAB][0-9a-fA-F]{2}(?:\\+(?:u[0-9a-fA-F]{0,3})?)?)?"
    r"|U[0-9a-fA-F]{0,7}|x[0-9a-fA-F]?|[0-3][0-7]?)?\Z"
)

DISGUISES = (
    Disguise("\\", _ESCAPE, _unescaped, _BEGUN_ESCAPE),
    Disguise("\\x", _ESCAPE, _unescaped_point, _BEGUN_ESCAPE),
    Disguise(
        "%",
        re.compile("%([0-9a-fA-F]{2})"),
        lambda match: chr(int(match[1], 16)),
        re.compile(r"%[0-9a-fA-F]?\Z"),
    ),
    Disguise(
        "+",
        re.compile(r"\+|%([0-9a-fA-F]{2})"),
        lambda match: chr(int(match[1], 16)) if match[1] else " ",
        re.compile(r"%[0-9a-fA-F]?\Z"),
    ),
    # As `shlex.quote` writes an apostrophe, and as most shells do.
    Disguise(
        "'",
        re.compile(r"""'"'"'|'\\''"""),
        lambda _: "'",
        re.compile(r"""'(?:"'?"?|\\'?)?\Z"""),
        "'",
    ),
    Disguise(
        "&",
        re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);"),
        lambda match: _bytes(unescape(match[0])),
        re.compile(r"&(?:#[xX]?[0-9a-fA-F]{0,7}|[a-z]{0,4})\Z"),
    ),
    Disguise("\r", re.compile("\r\n"), lambda _: "\n", re.compile(r"\r\Z"), "\n"),
    # Lines of base64 in mail, of PEM, and of `base64`.
    Disguise(
        "\n",
        re.compile(
            r"(?:\n(?<=[0-9A-Za-z+/_-]{60}\n)|\r\n(?<=[0-9A-Za-z+/_-]{60}\r\n))[ \t]*"
            r"(?=[0-9A-Za-z+/=_-])"
        ),
        lambda _: "",
        re.compile(
            r"(?:\n(?<=[0-9A-Za-z+/_-]{60}\n)|\r(?:\n(?<=[0-9A-Za-z+/_-]{60}\r\n))?)[ \t]*\Z"
        ),
    ),
)


class View:
    """A text in which some ways of writing are undone."""

    def __init__(self, text: str, outer: "View | None" = None, way: Disguise | None = None) -> None:
        """Undo `way` in the text of another view, which has become this text."""
        self.text = text
        self._outer = outer
        self._way = way
        self.depth: int = 0 if outer is None else outer.depth + 1

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the whole text stands what is between two places of this one."""
        if self._outer is None:
            return start, end
        here, _ = self._pieces
        first = bisect_right(here, start) - 1
        last = bisect_right(here, end - 1) - 1 if end > start else first
        return self._outer.origin(
            self._there(first, start), self._there(last, end - 1, of_end=True)
        )

    def _there(self, piece: int, place: int, *, of_end: bool = False) -> int:
        here, there = self._pieces
        if piece % 2:
            # An escape is whole or not at all.
            return there[piece + of_end]
        return there[piece] + place - here[piece] + of_end

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int]]:
        """Where pieces begin, here and in the other view: in turn plain ones and escapes."""
        assert self._outer is not None  # noqa: S101 (for the type checker)
        assert self._way is not None  # noqa: S101 (for the type checker)
        here, there, end = [0], [0], 0
        for match in self._way.pattern.finditer(self._outer.text):
            here += [match.start() - end, len(self._way.undo(match))]
            there += [match.start(), match.end()]
            end = match.end()
        return [*accumulate(here)], there


def views(text: str, until: Callable[[str], int] = len) -> Iterator[View]:
    """Yield a text, and what it says once ways of writing are undone, in each order of these.

    What of each stands after `until` is not undone.
    """
    found = [View(text)]
    seen = {text}
    for view in found:
        yield view
        if view.depth == _MOST_DEEP:
            continue
        whole = view.text[: until(view.text)]
        for way in DISGUISES:
            if way.hint in whole and len(found) < _MOST_VIEWS:
                said = way.pattern.sub(way.undo, whole)
                if said not in seen:
                    seen.add(said)
                    found.append(View(said, view, way))
