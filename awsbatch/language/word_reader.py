"""The words of a command file, unquoted as by a POSIX shell."""

import re

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.cursor import Cursor
from awsbatch.language.model import Part, Quoted, Word
from awsbatch.language.placeholder_reader import PlaceholderReader
from awsbatch.language.shell_habit import character, shell_operator, typography

# Everything up to the next character that means something outside quotes, or in
# double quotes: one match for it is many times faster than a step a character.
_BARE = re.compile(rf"[^ \t'\"\\$`|;&<>(){typography.TYPOGRAPHIC}]*")
_QUOTED = re.compile(r'[^"\\$`<]*')
# For a warning if the name is one of the script's: quoted by mistake, most likely.
_LIKE_PLACEHOLDER = re.compile(r"<<[ \t]*\$?([A-Za-z_]\w*)[^<>]*>>", re.ASCII)
_TRAILING_SPACE = re.compile(r"\\[ \t]+\Z")
# A `\` before white space at the end of a line was meant to join the next line.
_REST_BARE = re.compile(r"(?:[^'\"\\#]|\\(?![ \t]*\Z).|(?<![ \t])#)*")
_REST_QUOTED = re.compile(r'(?:[^"\\]|\\.)*')


class WordReader:
    """The reader of words at a cursor, with the quotes and placeholders in them."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._placeholders = PlaceholderReader(cursor)
        self._quoted = False
        self._quoted_from = 0
        """The number of the line on which the last double quotes were opened."""
        # The pieces of literal text since the last placeholder.
        self._text: list[str] = []
        self._parts: list[Part] = []
        self._like_placeholders: list[Quoted] = []
        self._escaped: tuple[int, int] | None = None
        """The line number and position of an unquoted `\\<<` in this word."""

    def read(self) -> Word:
        """Return the word at the cursor, and leave the cursor after it.

        Raise `ScriptError` at a character that a shell would treat
        differently; `skip` then goes to the end of the line.
        """
        cursor = self._cursor
        start, text, number = cursor.position, cursor.text, cursor.number
        self._escaped = None
        if text[start] == "~":
            raise character.tilde(cursor)
        if dash := typography.DASH.match(text, start):
            raise typography.dash(cursor, dash)
        while self._bare():
            pass
        self._flush()
        # A place is on one line: a word that goes on is marked to the end of its first.
        end = cursor.position if cursor.number == number else len(text)
        place = Place(cursor.file, number, start + 1, max(end - start, 1), text)
        word = Word(tuple(self._parts), place, tuple(self._like_placeholders))
        self._parts.clear()
        self._like_placeholders.clear()
        return word

    def _bare(self) -> bool:
        """Read the next piece of a word; return False if the word has ended."""
        cursor = self._cursor
        match = _BARE.match(cursor.text, cursor.position)
        if match is not None and match[0]:
            self._text.append(match[0])
            cursor.position = match.end()
        match cursor.text[cursor.position : cursor.position + 1]:
            case "" | " " | "\t" | ">":
                self._refuse_half_escaped()
                return False
            case "'":
                self._single_quotes()
            case '"':
                self._double_quotes()
            case "\\":
                return self._escape()
            case "$":
                self._dollar()
            case "`":
                raise character.backquote(cursor)
            case "<" if cursor.text.startswith("<<", cursor.position):
                self._placeholder()
            case sign if sign in typography.TYPOGRAPHIC:
                raise typography.typographic(cursor)
            case _:
                raise shell_operator.operator(cursor)
        return True

    def _escape(self) -> bool:
        cursor = self._cursor
        if cursor.position + 1 == len(cursor.text):
            return cursor.advance(joined=True)
        if _TRAILING_SPACE.match(cursor.text, cursor.position):
            raise character.trailing_space(cursor)
        width = 2
        if cursor.text.startswith("\\<<", cursor.position):
            width, self._escaped = 3, (cursor.number, cursor.position)
        # The backslash goes, as in a shell; `\<<` is one escape of two characters.
        self._text.append(cursor.text[cursor.position + 1 : cursor.position + width])
        cursor.position += width
        return True

    def _refuse_half_escaped(self) -> None:
        r"""Raise `ScriptError` for `\<<…>>`, whose `>>` appends to a file in a shell."""
        cursor = self._cursor
        number, start = self._escaped or (0, 0)
        if number == cursor.number and cursor.text.startswith(">>", cursor.position):
            raise character.half_escaped(cursor, start)

    def _single_quotes(self) -> None:
        cursor = self._cursor
        opened = cursor.place(cursor.position, cursor.position + 1)
        cursor.position += 1
        while (end := cursor.text.find("'", cursor.position)) < 0:
            self._note_quoted(len(cursor.text))
            self._next_quoted_line(opened)
        self._note_quoted(end)
        self._text.append(cursor.text[cursor.position : end])
        cursor.position = end + 1

    def _note_quoted(self, end: int) -> None:
        """Note what looks like a placeholder between the cursor and `end`, in single quotes."""
        cursor = self._cursor
        for match in _LIKE_PLACEHOLDER.finditer(cursor.text, cursor.position, end):
            place = cursor.place(match.start(), match.end())
            self._like_placeholders.append(Quoted(match[1], place))

    def _double_quotes(self) -> None:
        cursor = self._cursor
        opened = cursor.place(cursor.position, cursor.position + 1)
        cursor.position += 1
        self._quoted, self._quoted_from = True, cursor.number
        while self._quoted:
            match = _QUOTED.match(cursor.text, cursor.position)
            if match is not None and match[0]:
                self._text.append(match[0])
                cursor.position = match.end()
            if cursor.position == len(cursor.text):
                self._next_quoted_line(opened)
            else:
                self._quoted_special(cursor.text[cursor.position], opened)

    def _quoted_special(self, special: str, opened: Place) -> None:
        cursor = self._cursor
        match special:
            case '"':
                self._quoted = False
                cursor.position += 1
            case "\\":
                self._quoted_escape(opened)
            case "$":
                self._dollar()
            case "`":
                raise character.backquote(cursor)
            case _ if cursor.text.startswith("<<", cursor.position):
                self._placeholder()
            case _:
                self._text.append(special)
                cursor.position += 1

    def _quoted_escape(self, opened: Place) -> None:
        cursor = self._cursor
        start = cursor.position
        following = cursor.text[start + 1 : start + 2]
        if not following:
            if not cursor.advance(joined=True):
                raise character.unclosed('"', opened)
        elif cursor.text.startswith("<<", start + 1):
            self._text.append("<<")
            cursor.position += 3
        else:
            # POSIX: in double quotes, a backslash before any other character stays.
            self._text.append(following if following in '$`"\\' else f"\\{following}")
            cursor.position += 2

    def _next_quoted_line(self, opened: Place) -> None:
        cursor = self._cursor
        self._text.append(f"{cursor.text[cursor.position :]}\n")
        if not cursor.go_on(opened.line):
            # What is left of a stream is no part of it.
            self._quoted = False
            raise character.unclosed(opened.text[opened.column - 1], opened)

    def _dollar(self) -> None:
        cursor = self._cursor
        match = character.EXPANSION.match(cursor.text, cursor.position)
        if match is not None:
            raise character.expansion(cursor, match)
        if not self._quoted and cursor.text.startswith(("$'", '$"'), cursor.position):
            raise character.ansi_quotes(cursor)
        self._text.append("$")
        cursor.position += 1

    def _placeholder(self) -> None:
        self._flush()
        self._parts.append(self._placeholders.read(quoted=self._quoted))

    def _flush(self) -> None:
        if self._text:
            text = "".join(self._text)
            self._text.clear()
            if text:
                self._parts.append(text)

    def skip(self) -> None:
        """Go to the end of a faulty logical line, whose quotes may span physical lines."""
        self._text.clear()
        self._parts.clear()
        self._like_placeholders.clear()
        try:
            while self._skip_some():
                pass
        except ScriptError:
            # A line with control characters: the cursor is on it, which skips it.
            pass
        self._quoted = False

    def _skip_some(self) -> bool:
        cursor = self._cursor
        # Only quotes and a `\` can make a line go on; all else is passed over.
        match = (_REST_QUOTED if self._quoted else _REST_BARE).match(cursor.text, cursor.position)
        cursor.position = match.end() if match else cursor.position
        match cursor.text[cursor.position : cursor.position + 1]:
            case "'":
                self._single_quotes()
            case '"':
                self._quoted, self._quoted_from = not self._quoted, cursor.number
                cursor.position += 1
            case "":
                return self._quoted and cursor.go_on(self._quoted_from)
            case "\\":
                return cursor.advance(joined=True)
            case _:
                return False
        return True
