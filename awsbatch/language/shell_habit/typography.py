"""Quotes, dashes and spaces that a chat window puts in place of the typed ones."""

import re
import unicodedata

from awsbatch.fault.error import ScriptError
from awsbatch.language.cursor import Cursor

_SINGLE = "\N{LEFT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
_QUOTES = f"“”„{_SINGLE}"
# The no-break, figure, zero width, narrow no-break and ideographic spaces.
TYPOGRAPHIC = f"{_QUOTES}\u00a0\u2007\u200b\u202f\u3000"
"""Characters that look like quotes and spaces, and to a shell are letters."""
DASHES = (
    "\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}"
    "\N{HORIZONTAL BAR}"
)
# Before a letter only: a dash before a digit may be a number or a list's dash. A word
# processor makes one dash or two of the two hyphens, and may do so to one of them only.
DASH = re.compile(rf"(?=-?[{DASHES}])[-{DASHES}]{{1,2}}(?P<option>[a-z][a-z0-9{DASHES}-]+)")


def typographic(cursor: Cursor) -> ScriptError:
    """Return the fault of the unquoted typographic quote or space at the cursor."""
    start = cursor.position
    sign = cursor.text[start]
    place = cursor.place(start, start + 1)
    if sign in _QUOTES:
        plain = "'" if sign in _SINGLE else '"'
        return ScriptError(
            f"`{sign}` is a typographic quotation mark, not a quote",
            place=place,
            hint=f"write `{plain}`, or `\\{sign}` for the character itself",
        )
    name = unicodedata.name(sign).lower()
    return ScriptError(
        f"this is a {name}, U+{ord(sign):04X}, not a plain space",
        place=place,
        hint="write a plain space, or put it in quotes if it belongs to a word",
    )


def dash(cursor: Cursor, match: re.Match[str]) -> ScriptError:
    """Return the fault of a word that begins with typographic dashes in place of `--`."""
    dashes = match[0].removesuffix(match["option"])
    option = re.sub(f"[{DASHES}]", "-", match["option"])
    return ScriptError(
        f"`{dashes}` is {'a dash, ' if len(dashes) == 1 else ''}not the `--` of an option",
        place=cursor.place(match.start(), match.end()),
        hint=f"write `--{option}`, or put it in quotes if it is not an option",
    )
