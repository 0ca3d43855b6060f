"""The part of a long line that is shown, around a fault in it."""

import unicodedata
from bisect import bisect_left, bisect_right
from itertools import accumulate

from awsbatch.fault.place import Place
from awsbatch.record import record

_TAB = 8
_CUTS = 2
"""How many columns the marks at the ends of a cut line take."""


@record
class Window:
    """A line, or the part of it around a fault, and where the fault is below it."""

    text: str
    before: str
    """What to write below the text to come to the fault."""
    width: int
    """How many columns of the terminal the fault takes."""
    end: int
    """How many columns the text takes, up to the fault's end."""


def around(place: Place, *, margin: int, room: int) -> Window:
    """Return the window of a fault whose text has so many columns, after a margin of so many."""
    before, fault = place.text[: place.column - 1], place.text[place.column - 1 :][: place.width]
    line, indent = _expanded(place.text, margin), _expanded(before, margin)
    # A fault may be what is missing after the last character.
    if max(columns(line), columns(indent) + 1) <= room:
        # A tab stays one, so that it can be copied, and the caret is below its character wherever
        # the terminal's stops are.
        shown = "".join(map(_printable, place.text))
        return _window(shown, "".join(map(_blank, before)), fault, columns(indent))
    first = len(indent)
    last = max(len(_expanded(before + fault, margin)), first + 1)
    start, end = _bounds(line, first, max(room - _CUTS, 1))
    shown = f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
    blank = " " * columns(("…" if start else "") + line[start:first])
    return _window(shown, blank, line[first : min(last, end)], columns(blank))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes that has no tabs."""
    return sum(map(_columns, text))


def _window(shown: str, before: str, fault: str, indent: int) -> Window:
    width = max(columns(fault), 1)
    return Window(shown, before, width, indent + width)


def _bounds(line: str, position: int, room: int) -> tuple[int, int]:
    """Return the first character with room around the one at the position, and the last one's end.

    As many columns are before the position as after it, where the line has them.
    """
    starts = [*accumulate(map(_columns, line), initial=0)]
    next_one = min(position + 1, len(line))
    middle = min(starts[position] - room // 2, starts[-1] - room)
    left = min(max(middle, starts[next_one] - room, 0), starts[position])
    first = bisect_left(starts, left)
    while first < position and not _columns(line[first]):
        # It belongs to the character before it, which is not shown.
        first += 1
    return first, max(bisect_right(starts, left + room) - 1, next_one)


def _expanded(text: str, margin: int) -> str:
    """Return a text that begins after the margin as it is shown, with spaces for tabs."""
    shown, column = [], margin
    for character in text:
        tab = " " * (_TAB - column % _TAB)
        shown.append(tab if character == "\t" else _printable(character))
        column += columns(shown[-1])
    return "".join(shown)


def _printable(character: str) -> str:
    # A control character could move the cursor or change colors.
    return character if character == "\t" or character.isprintable() else "�"


def _blank(character: str) -> str:
    return "\t" if character == "\t" else " " * _columns(character)


def _columns(character: str) -> int:
    """Return how many columns of a terminal a character takes: 0, 1 or 2."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
