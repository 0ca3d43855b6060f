"""The placeholders of a command file, from `<<` to `>>`."""

import re

from awsbatch.expression.expression import compile_expression
from awsbatch.fault.place import Place
from awsbatch.language.cursor import Cursor
from awsbatch.language.model import Placeholder
from awsbatch.language.shell_habit import character, shell_operator

# A `>>` inside JMESPath's strings, quoted names and literals does not end the placeholder.
_EXPRESSION = re.compile(
    r"""[^'"`>\\]+|>(?!>)|\\.|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`"""
)


class PlaceholderReader:
    """The reader of placeholders at a cursor."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def read(self, *, quoted: bool) -> Placeholder:
        """Return the placeholder at the cursor, and leave the cursor after it.

        `quoted` is whether it is in double quotes. Raise `ScriptError` for a
        faulty expression, and for a placeholder without `>>` on its line and
        on those joined to it.
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
        """Raise `ScriptError` for `<<<` and `<<EOF`, the latter after the line of its `EOF`."""
        cursor = self._cursor
        if shell_operator.HERE_STRING.match(cursor.text, cursor.position):
            raise shell_operator.here_string(cursor)
        match = shell_operator.HERE_DOCUMENT.match(cursor.text, cursor.position)
        # `x = <<END` is an assignment whose `>>` is missing.
        if match is None or cursor.text[: match.start()].strip(" \t")[-1:] == "=":
            return
        error = shell_operator.here_document(cursor, match)
        # The text of the document is skipped: its lines are no statements.
        while cursor.advance() and cursor.text.strip(" \t") != match["end"]:
            pass
        cursor.position = len(cursor.text)
        raise error

    def _line(self, pieces: list[str]) -> bool:
        """Add this line's piece of the expression; return whether a `>>` ends it."""
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
        # In double quotes, a `"` would end the quotes around the placeholder.
        if found in {"'", "`"} or (found == '"' and not quoted):
            inner = cursor.place(cursor.position, cursor.position + 1)
            error = character.unclosed_in_expression(found, inner)
        # What follows on the line is skipped, but a `\` at its end still joins the
        # next line; in double quotes, the quote that ends them is found first.
        if not quoted:
            cursor.position = len(cursor.text) - cursor.text.endswith("\\")
        raise error
