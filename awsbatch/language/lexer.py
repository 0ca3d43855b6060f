"""The words of a command file, split and unquoted as by a POSIX shell.

`shlex` would not do: it has no columns, does not tell quoted from unquoted
text, accepts silently what a shell would expand, and has no placeholders.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.cursor import Cursor
from awsbatch.language.model import Redirect, Word
from awsbatch.language.shell_habit import shell_operator, typography
from awsbatch.language.word_reader import WordReader
from awsbatch.record import record

# Most lines of large files have nothing to unquote: one match and a split do.
_SIMPLE = re.compile(rf"[^'\"\\$`|;&<>()~#{typography.TYPOGRAPHIC}{typography.DASHES}]*")
_BLANKS = re.compile(r"[ \t]*")
# The `2` of `2>`, and not that of `x2>`, which a shell takes for a part of the word.
_DIGITS = re.compile(r"(?<![^ \t])[0-9]+\Z")
_DUPLICATE = re.compile(r"[0-9]*>{1,2}(?:&(?:[0-9]+|-)?)?")
# A line that cannot be split still has to tell whether it begins or ends a block:
# otherwise the `end` after it would be a second fault.
_LOOSE_FIRST = re.compile(r"[ \t;|&<>()]*(?:@[^ \t]*[ \t]+)*([^ \t;|&<>()]+)")
_LOOSE_WORD = re.compile(r"[^ \t;|&<>()]+")


@record
class LogicalLine:
    """A line as a shell sees it, which joined or quoted line ends make of several ones."""

    words: tuple[Word, ...]
    """At least one."""
    redirect: Redirect | None
    comment: str = ""
    """The comment after its last word, without its `#`."""


@record
class FaultyLine:
    """A line that cannot be split into words."""

    error: ScriptError
    place: Place
    """The whole first physical line."""
    takes_rest: bool = False
    """Whether it is never closed, so that the rest of the file belongs to it."""

    @property
    def first(self) -> str:
        """The first word after modifiers, roughly, for the block that it may begin."""
        match = _LOOSE_FIRST.match(self.place.text)
        return match[1] if match else ""

    @property
    def last(self) -> str:
        """The last word of its first physical line, for the block that it may end."""
        words: list[str] = _LOOSE_WORD.findall(self.place.text)
        return words[-1] if words else ""


Line: TypeAlias = LogicalLine | FaultyLine


def split(
    lines: Iterable[str], file: str, *, most: int | None = None, before: int = 0
) -> Iterator[Line]:
    """Yield the logical lines of a file, without blank lines and comments.

    Each is yielded before the next physical line is read. A faulty line does
    not end the iteration. The physical lines may have their endings or not.
    A quote or a placeholder that is not closed takes `most` of them. They are
    numbered as those after the first `before` lines.
    """
    lexer = _Lexer(Cursor(lines, file, most=most, before=before))
    while (line := lexer.next()) is not None:
        yield line


class _Lexer:
    """A single pass over the lines of a file."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._word = WordReader(cursor)
        self._comment = ""
        """The comment that ended the logical line."""

    def next(self) -> Line | None:
        """Return the next logical line that is not empty, or None at the end of the file."""
        cursor = self._cursor
        while True:
            try:
                if not cursor.advance():
                    return None
            except ScriptError as error:
                return FaultyLine(error, cursor.place(0, len(cursor.text)))
            text, number = cursor.text, cursor.number
            try:
                line = self._line()
            except ScriptError as error:
                # The rest must be read as well, or its second half would be taken for a line.
                self._word.skip()
                place = Place(cursor.file, number, 1, max(len(text), 1), text)
                return FaultyLine(error, place, takes_rest=cursor.ended)
            if line is not None:
                return line

    def _line(self) -> LogicalLine | None:
        cursor = self._cursor
        if _SIMPLE.fullmatch(cursor.text):
            return self._simple_line()
        words: list[Word] = []
        self._comment = ""
        while self._seek():
            # A word never begins with `>`: a redirection ends the words.
            if cursor.text[cursor.position] == ">":
                return LogicalLine(tuple(words), self._redirect(words))
            words.append(self._word.read())
        return LogicalLine(tuple(words), None, self._comment) if words else None

    def _simple_line(self) -> LogicalLine | None:
        file, number, text = self._cursor.file, self._cursor.number, self._cursor.text
        words: list[Word] = []
        column = 1
        for word in text.replace("\t", " ").split(" "):
            if word:
                words.append(Word((word,), Place(file, number, column, len(word), text)))
            column += len(word) + 1
        return LogicalLine(tuple(words), None) if words else None

    def _seek(self) -> bool:
        """Go to the next word or `>` of this logical line; return whether there is one."""
        cursor = self._cursor
        while True:
            match = _BLANKS.match(cursor.text, cursor.position)
            cursor.position = match.end() if match else cursor.position
            rest = cursor.text[cursor.position : cursor.position + 1]
            if rest == "#":
                if not self._skip_comment():
                    return False
            elif rest == "\\" and cursor.position + 1 == len(cursor.text):
                if not cursor.advance(joined=True):
                    return False
            else:
                return bool(rest)

    def _skip_comment(self) -> bool:
        """Go past a comment; return whether the logical line goes on after it.

        It does only after a comment on a line of its own among joined lines.
        """
        cursor = self._cursor
        alone = not cursor.text[: cursor.position].strip(" \t")
        comment = cursor.text[cursor.position + 1 :].strip()
        if not (cursor.joined and alone and cursor.advance(joined=True)):
            self._comment = comment
            cursor.position = len(cursor.text)
            return False
        # A command that follows would silently become more words of the one before.
        match = re.match(r"[ \t]*(aws)(?![^ \t])", cursor.text)
        if match is not None:
            raise ScriptError(
                "a `\\` before the comment above joins this command to the one before it",
                place=cursor.place(match.start(1), match.end(1)),
                hint="delete that `\\`, or put a blank line between them",
            )
        return True

    def _redirect(self, words: list[Word]) -> Redirect:
        cursor = self._cursor
        start = cursor.position
        append = cursor.text.startswith(">>", start)
        cursor.position += 2 if append else 1
        operator = cursor.place(start, cursor.position)
        self._check_redirect(words, operator)
        if not self._seek() or cursor.text[cursor.position] == ">":
            raise ScriptError(
                f"expected a file name after `{'>>' if append else '>'}`", place=operator
            )
        target = self._word.read()
        if self._seek():
            if match := _DUPLICATE.match(cursor.text, cursor.position):
                raise shell_operator.redirection(cursor, match.start(), match.end())
            raise ScriptError(
                "nothing can follow the file name after `>`",
                place=cursor.place(cursor.position, len(cursor.text)),
                hint="put it before the `>`",
            )
        return Redirect(target, append)

    def _check_redirect(self, words: list[Word], operator: Place) -> None:
        cursor = self._cursor
        start = operator.column - 1
        digits = _DIGITS.search(cursor.text[:start])
        duplicate = cursor.text.startswith("&", cursor.position)
        if cursor.text.startswith(">|", start):
            raise shell_operator.redirection(cursor, start, start + len(">|"))
        if digits is not None or duplicate:
            begin = digits.start() if digits else start
            match = _DUPLICATE.match(cursor.text, begin)
            raise shell_operator.redirection(
                cursor, begin, match.end() if match else cursor.position
            )
        if not words:
            raise ScriptError("expected a command before this `>`", place=operator)
