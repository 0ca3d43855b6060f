"""One placeholder of a command file, `<<` to `>>`, on one line or on joined ones."""

import re

from awsbatch.expression.expression import compile_expression
from awsbatch.fault.place import Place
from awsbatch.language.cursor import Cursor
from awsbatch.language.model import Placeholder
from awsbatch.language.shell_habit import character

# JMESPath's own strings, names and literals may hold `>>`.
_EXPRESSION = re.compile(
    r"""[^'"`>\\]+|>(?!>)|\\.|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`"""
)


class PlaceholderReader:
    """The placeholders at a cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def read(self, *, quoted: bool) -> Placeholder:
        """Take the placeholder that begins at the cursor, on to the line where it ends.

        `quoted` is whether it stands in double quotes. Raise ScriptError for a
        placeholder that nothing closes, and for a faulty expression.
        """
        cursor = self._cursor
        if not quoted:
            self._refuse_text_of_shell()
        opened = cursor.place(cursor.position, cursor.position + 2)
        start = cursor.position
        cursor.position += 2
        pieces: list[str] = []
        places: list[Place] = []
        while not self._line(pieces):
            places.append(cursor.place(start, len(cursor.text)))
            self._join(opened, quoted=quoted)
            start = 0
        places.append(cursor.place(start, cursor.position))
        return Placeholder(compile_expression("\n".join(pieces), *places), places[0])

    def _refuse_text_of_shell(self) -> None:
        """Refuse `<<<` and `<<EOF`, and go past the lines to the second `EOF`."""
        cursor = self._cursor
        if character.HERE_STRING.match(cursor.text, cursor.position):
            raise character.here_string(cursor)
        match = character.HERE_DOCUMENT.match(cursor.text, cursor.position)
        if match is None or cursor.text[: match.start()].strip(" \t")[-1:] == "=":
            return
        error = character.here_document(cursor, match)
        while cursor.advance() and cursor.text.strip(" \t") != match["end"]:
            pass
        cursor.position = len(cursor.text)
        raise error

    def _line(self, pieces: list[str]) -> bool:
        """Take an expression as far as this line goes; return whether its `>>` was there."""
        cursor = self._cursor
        start = cursor.position
        while match := _EXPRESSION.match(cursor.text, cursor.position):
            cursor.position = match.end()
        pieces.append(cursor.text[start : cursor.position])
        closed = cursor.text.startswith(">>", cursor.position)
        cursor.position += 2 if closed else 0
        return closed

    def _join(self, opened: Place, *, quoted: bool) -> None:
        r"""Go on to the line that a `\` joins to this one; raise ScriptError if none is."""
        cursor = self._cursor
        error = character.unclosed("<<", opened)
        joins = cursor.text[cursor.position :] == "\\"
        if joins and cursor.advance(joined=True):
            return
        found = cursor.text[cursor.position : cursor.position + 1]
        # In double quotes, a `"` is the end of the word that holds the placeholder.
        if found in {"'", "`"} or (found == '"' and not quoted):
            inner = cursor.place(cursor.position, cursor.position + 1)
            error = character.unclosed_in_expression(found, inner)
        if not quoted:
            cursor.position = len(cursor.text) - cursor.text.endswith("\\")
        raise error
