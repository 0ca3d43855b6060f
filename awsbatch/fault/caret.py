"""An error as text, with its line and a caret."""

import unicodedata

from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.place import Place

_LONG = 200
"""How many characters of a line are shown."""


def render(error: AwsbatchError) -> str:
    """Return the message, the line at fault and the hint; the last line has no ending."""
    kind = "warning" if isinstance(error, ScriptWarning) else "error"
    if error.place is None:
        hint = f"\n  {error.hint}" if error.hint else ""
        return f"{kind}: {error.message}{hint}"
    return f"{kind}: {error.message}\n{_excerpt(error.place, error.hint)}"


def _excerpt(place: Place, hint: str | None) -> str:
    number = str(place.line)
    margin = " " * len(number)
    text, start = _window(place.text, place.column - 1)
    shown = "".join(_printable(character) for character in text)
    before = "".join(_blank(character) for character in text[:start])
    under = text[start : start + place.width]
    caret = "^" * max(sum(_columns(character) for character in under), 1)
    return (
        f"{margin}--> {place.file}:{place.line}:{place.column}\n"
        f"{margin} |\n"
        f"{number} | {shown}\n"
        f"{margin} | {before}{caret}{' ' + hint if hint else ''}"
    )


def _window(text: str, position: int) -> tuple[str, int]:
    """Return the part of a long line around a position, and the position in that part."""
    if len(text) <= _LONG:
        return text, position
    first = max(position - _LONG // 2, 0)
    last = first + _LONG
    before, after = "…" if first else "", "…" if last < len(text) else ""
    return f"{before}{text[first:last]}{after}", position - first + len(before)


def _printable(character: str) -> str:
    # A control character could move the cursor or change colors.
    return character if character == "\t" or character.isprintable() else "�"


def _blank(character: str) -> str:
    # A tab stays one, so that the caret is below its character wherever the terminal's stops are.
    return "\t" if character == "\t" else " " * _columns(character)


def _columns(character: str) -> int:
    """Return how many columns of a terminal a character takes: 0, 1 or 2."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
