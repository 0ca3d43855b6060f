"""The placeholders of a command file, from `<<` to `>>`."""

import re

from awsbatch.expression.expression import compile_expression
from awsbatch.fault.place import Place
from awsbatch.language.cursor import Cursor
from awsbatch.language.model import Placeholder
from awsbatch.language.open_bracket import OpenBrackets
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
        r"""Return the placeholder at the cursor, and leave the cursor after it.

        `quoted` is whether it is in double quotes. Raise `ScriptError` for a
        faulty expression, and for a placeholder without `>>` on its line and
        on those that its own brackets and strings, or a `\`, join to it.
        """
        cursor = self._cursor
        if not quoted:
            self._refuse_text_of_shell()
        start = cursor.position
        cursor.position += 2
        if self._closes():
            text, places = (
                cursor.text[start + 2 : cursor.position],
                [cursor.place(start, cursor.position + 2)],
            )
        else:
            text, places = self._lines(start, quoted=quoted)
        cursor.position += 2
        return Placeholder(compile_expression(text, *places), places[0])

    def _closes(self) -> bool:
        """Go to the `>>` that ends an expression on this line; return whether there is one."""
        cursor = self._cursor
        while match := _EXPRESSION.match(cursor.text, cursor.position):
            cursor.position = match.end()
        return cursor.text.startswith(">>", cursor.position)

    def _lines(self, start: int, *, quoted: bool) -> tuple[str, list[Place]]:
        """Go to the `>>` of an expression of several lines; return its text, and its places."""
        cursor = self._cursor
        opened, begun = cursor.place(start, start + 2), cursor.number
        brackets = OpenBrackets(cursor)
        pieces: list[str] = []
        places: list[Place] = []
        cursor.position = start + 2
        while True:
            first = cursor.position
            brackets.read()
            pieces.append(cursor.text[first : cursor.position])
            if cursor.text.startswith(">>", cursor.position):
                break
            places.append(cursor.place(start, len(cursor.text)))
            self._go_on(brackets, opened, begun, quoted=quoted)
            start = 0
        places.append(cursor.place(start, cursor.position + 2))
        if brackets.wrong is not None:
            raise brackets.wrong
        return "\n".join(pieces), places

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

    def _go_on(self, brackets: OpenBrackets, opened: Place, begun: int, *, quoted: bool) -> None:
        r"""Go on to the next line of an expression; raise `ScriptError` if it has none."""
        cursor = self._cursor
        error = character.unclosed("<<", opened)
        if brackets.fault is not None:
            error = brackets.wrong or brackets.fault
        rest = cursor.text[cursor.position :]
        if rest == "\\":
            if cursor.go_on(begun, joined=True):
                return
        elif not rest and brackets.fault is not None and cursor.go_on(begun):
            return
        elif rest.startswith("<<") and cursor.number > begun and not quoted:
            # The first line of another statement, most likely: it is read once more.
            cursor.back_up()
            raise error
        # In double quotes, a `"` would end the quotes around the placeholder.
        if rest[:1] == '"' and not quoted:
            inner = cursor.place(cursor.position, cursor.position + 1)
            error = character.unclosed_in_expression('"', inner)
        # What follows on the line is skipped, but a `\` at its end still joins the
        # next line; in double quotes, the quote that ends them is found first.
        if not quoted:
            cursor.position = len(cursor.text) - cursor.text.endswith("\\")
        raise error
