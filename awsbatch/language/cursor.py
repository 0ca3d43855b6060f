"""A position in the physical lines of a command file."""

import re
from collections.abc import Iterable

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place

# A stream is decoded with surrogateescape: surrogates are bytes that are not UTF-8.
# A tab is white space. All others could hide a part of a line in a terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\udc80-\udcff]")
_FIRST_BYTE = 0xDC00


class Cursor:
    """The position of the lexer, which reads a line only when it is asked to."""

    def __init__(
        self, lines: Iterable[str], file: str, *, most: int | None = None, before: int = 0
    ) -> None:
        """Begin after the first `before` lines of a file; what is never closed takes `most`."""
        self._lines = iter(lines)
        self._most = most
        self._again: str | None = None
        """The line that is to be read once more."""
        self.file = file
        self.text = ""
        """The current physical line, without its line ending."""
        self.number = before
        """The number of the current line, from 1; 0 before the first."""
        self.position = 0
        """The number of characters of the current line before the cursor."""
        self.joined = False
        """Whether a `\\` joined the current line to the one before."""
        self.ended = False
        """Whether a line was asked for after the last one."""

    def advance(self, *, joined: bool = False) -> bool:
        """Go to the start of the next line, or to the end of the last; return whether it moved on.

        Raise `ScriptError` at the character for a line with control characters.
        """
        line, self._again = self._again or next(self._lines, None), None
        if line is None:
            self.position = len(self.text)
            self.ended = True
            return False
        # A byte order mark, which editors of Windows write.
        if self.number == 0:
            line = line.removeprefix("\ufeff")
        self.text = line.removesuffix("\n").removesuffix("\r")
        self.number += 1
        self.position = 0
        self.joined = joined
        self._refuse_control_characters()
        return True

    def go_on(self, begun: int, *, joined: bool = False) -> bool:
        """Do as `advance` inside of what began on line `begun`, unless it has too many lines."""
        if self._most is not None and self.number - begun + 1 >= self._most:
            self.position = len(self.text)
            return False
        return self.advance(joined=joined)

    def back_up(self) -> None:
        """Leave the current line to be read once more, as the next one."""
        self._again = self.text
        self.number -= 1
        self.position = len(self.text)

    def place(self, start: int, end: int) -> Place:
        """Return the place between two positions of the current line."""
        return Place(self.file, self.number, start + 1, max(end - start, 1), self.text)

    def _refuse_control_characters(self) -> None:
        # isprintable() is a fast test for nearly every line; a tab fails it, too.
        match = None if self.text.isprintable() else _CONTROL.search(self.text)
        if match is not None:
            raise ScriptError(
                f"this line contains {_described(ord(match[0]))}",
                place=self.place(match.start(), match.end()),
                hint="is this a command file?",
            )


def _described(character: int) -> str:
    if character >= _FIRST_BYTE:
        return f"byte 0x{character - _FIRST_BYTE:02X}, which is not valid UTF-8"
    return f"a control character, U+{character:04X}"
