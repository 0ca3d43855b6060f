"""The physical lines of a command file, one at a time, and a position in one."""

import re
from collections.abc import Iterable

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place

# The surrogates stand for the bytes of a stream that are not UTF-8.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\udc80-\udcff]")
_FIRST_BYTE = 0xDC00


class Cursor:
    """Where the lexer stands; it never reads further than it is asked to."""

    def __init__(self, lines: Iterable[str], file: str) -> None:
        self._lines = iter(lines)
        self.file = file
        self.text = ""
        """The physical line, without its ending."""
        self.number = 0
        """Counted from 1."""
        self.position = 0
        """In characters from 0; the length of the text at its end."""
        self.joined = False
        """Whether a `\\` joined this line to the one before."""

    def advance(self, *, joined: bool = False) -> bool:
        """Go to the beginning of the next line, if there is one.

        Raise ScriptError, at the character, for a line that is not text.
        """
        line = next(self._lines, None)
        if line is None:
            self.position = len(self.text)
            return False
        if self.number == 0:
            line = line.removeprefix("\ufeff")
        self.text = line.removesuffix("\n").removesuffix("\r")
        self.number += 1
        self.position = 0
        self.joined = joined
        self._refuse_control_characters()
        return True

    def place(self, start: int, end: int) -> Place:
        """Return the place from one position in this line to another."""
        return Place(self.file, self.number, start + 1, max(end - start, 1), self.text)

    def _refuse_control_characters(self) -> None:
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
