"""What a placeholder has open at the end of a line: its own brackets, or a string of its own."""

import re

from awsbatch.fault.error import ScriptError
from awsbatch.language.cursor import Cursor
from awsbatch.language.shell_habit import character

_CLOSERS = {"(": ")", "[": "]", "{": "}"}
# JMESPath's quoted names, in "…", are of one line; its strings and literals need not be.
_PLAIN = re.compile(r"""[^'"`><\\()\[\]{}#]+|>(?!>)|<(?!<)|\\.|"(?:[^"\\]|\\.)*\"""")
_REST = {"'": re.compile(r"(?:[^'\\]|\\.)*"), "`": re.compile(r"(?:[^`\\]|\\.)*")}


class OpenBrackets:
    """The brackets and the string that are open where the cursor is in an expression."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._open: list[tuple[str, ScriptError]] = []
        """Each with the fault that it is if it is never closed, the innermost last."""
        self.wrong: ScriptError | None = None
        """The first end of a line that cannot stand there, for when the whole has been read."""

    @property
    def fault(self) -> ScriptError | None:
        """The fault of the innermost of them if it is never closed, or None if none is open."""
        return self._open[-1][1] if self._open else None

    def read(self) -> None:
        r"""Read this line to its end, to the `>>` that ends the expression, or to a `\` or `<<`."""
        while self._step():
            pass

    def _step(self) -> bool:
        cursor = self._cursor
        innermost = self._open[-1][0] if self._open else ""
        if innermost in _REST:
            return self._string(innermost)
        if match := _PLAIN.match(cursor.text, cursor.position):
            cursor.position = match.end()
            return True
        found = cursor.text[cursor.position : cursor.position + 1]
        if found in _CLOSERS or found in _REST:
            place = cursor.place(cursor.position, cursor.position + 1)
            self._open.append((found, character.unclosed_in_expression(found, place)))
        elif found == "#":
            self._note(
                "a comment cannot stand inside `<<…>>`", "write it on a line before the statement"
            )
            return False
        elif found in _CLOSERS.values() and found:
            # One that closes nothing is a fault of the expression, as a whole.
            if found == _CLOSERS.get(innermost):
                self._open.pop()
        else:
            return False
        cursor.position += 1
        return True

    def _string(self, quote: str) -> bool:
        cursor = self._cursor
        match = _REST[quote].match(cursor.text, cursor.position)
        cursor.position = match.end() if match else cursor.position
        if cursor.text[cursor.position :] == "\\":
            self._note(
                "a `\\` cannot join the lines of a string inside `<<…>>`",
                "leave it out where the line end belongs to the string",
            )
        if not cursor.text.startswith(quote, cursor.position):
            return False
        cursor.position += 1
        self._open.pop()
        return True

    def _note(self, message: str, hint: str) -> None:
        """Note a fault in the rest of the line, and pass over it."""
        cursor = self._cursor
        place = cursor.place(cursor.position, len(cursor.text))
        self.wrong = self.wrong or ScriptError(message, place=place, hint=hint)
        cursor.position = len(cursor.text)
