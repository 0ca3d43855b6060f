"""An error as text, with its line and a caret."""

from collections.abc import Iterator, Sequence

from awsbatch.fault.error import AwsbatchError, ScriptWarning
from awsbatch.fault.place import Place
from awsbatch.fault.style import Style, Styled, Text, joined
from awsbatch.fault.window import around, columns

_FEW = 5
_LONG = 200
"""How many columns of a line are shown where there is no terminal."""


def render(error: AwsbatchError) -> str:
    """Return the message, the line at fault and the hint; the last line has no ending."""
    return str(styled(error))


def styled(error: AwsbatchError, *, terminal: int | None = None) -> Styled:
    """Return what `render` does, with styles, for a terminal of so many columns.

    There, the line is cut around its fault, and a hint that has no room beside the caret is
    below it.
    """
    kind = Style.WARNING if isinstance(error, ScriptWarning) else Style.ERROR
    head = kind.of(f"{kind.name.lower()}:") + f" {error.message}"
    if error.place is None:
        return head + "\n  " + Style.HINT.of(error.hint) if error.hint else head
    lines = [head, *_excerpt(error.place, error.hint, kind, terminal)]
    if error.also:
        lines.append(f"{' ' * len(str(error.place.line))} = {_also(error.also)}")
    return joined("\n", lines)


def _also(lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return f"and on line {lines[0]}"
    more = "" if len(lines) <= _FEW else ", …"
    return f"and on {len(lines)} more lines: {', '.join(map(str, lines[:_FEW]))}{more}"


def _excerpt(place: Place, hint: str | None, kind: Style, terminal: int | None) -> Iterator[Text]:
    number = str(place.line)
    margin = " " * len(number)
    beside = len(f"{number} | ")
    # Some terminals begin a new line once the last column is written to.
    room = _LONG if terminal is None else terminal - 1 - beside
    window = around(place, margin=beside, room=room)
    yield f"{margin}--> {place.file}:{place.line}:{place.column}"
    yield f"{margin} |"
    yield f"{number} | {window.text}"
    caret = f"{margin} | {window.before}" + kind.of("^" * window.width)
    if hint is None:
        yield caret
    elif terminal is None or window.end + 1 + columns(hint) <= room:
        yield caret + " " + Style.HINT.of(hint)
    else:
        yield caret
        yield f"{margin} | " + Style.HINT.of(hint)
