"""A command file's text to its statements."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from awsbatch.errors import ScriptError
from awsbatch.language.lexer import FaultyLine, Line, split
from awsbatch.language.model import For, Script, Statement
from awsbatch.language.statement import (
    LATER_BLOCKS,
    is_assignment,
    literal,
    parse_for,
    parse_line,
)
from awsbatch.source import Place

Item: TypeAlias = Statement | ScriptError

_DEEPEST = 50
_SHELL_ENDS = frozenset(["done", "esac", "fi"])
_ENDS = _SHELL_ENDS | {"end"}
_BLOCKS = LATER_BLOCKS | {"for"}


def read(lines: Iterable[str], file: str) -> Iterator[Item]:
    """Give each statement as soon as its last line has been read.

    Reads no further than that line, and keeps nothing of it. A faulty
    statement gives its faults in file order, and reading goes on after it; a
    faulty block goes on to its `end`. Lines come with or without their
    endings.
    """
    yield from _Reader(split(lines, file)).items()


def parse(text: str, file: str) -> Script:
    """Parse a whole file; raises ScriptError for its first fault."""
    script, faults = parse_all(text, file)
    if faults:
        raise faults[0]
    return script


def parse_all(text: str, file: str) -> tuple[Script, tuple[ScriptError, ...]]:
    """Parse a whole file; gives what is sound of it, and every fault in file order."""
    statements: list[Statement] = []
    faults: list[ScriptError] = []
    # Not splitlines(), which also ends lines at characters such as U+2028.
    for item in read(io.StringIO(text, newline="\n"), file):
        if isinstance(item, ScriptError):
            faults.append(item)
        else:
            statements.append(item)
    return Script(file, tuple(statements)), tuple(faults)


def decode(data: bytes, file: str) -> str:
    """Give a file's bytes as text, without a byte order mark.

    Raises ScriptError, at the character, for what is not UTF-8 text.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        problem = f"byte 0x{data[error.start]:02X}, which is not UTF-8"
        raise _not_text(data, error.start, problem, file) from None
    if "\0" in text:
        raise _not_text(data, data.index(0), "a null byte", file)
    return text.removeprefix("\ufeff")


def _not_text(data: bytes, position: int, problem: str, file: str) -> ScriptError:
    start = data.rfind(b"\n", 0, position) + 1
    line = data[start:].split(b"\n", 1)[0].rstrip(b"\r").decode(errors="replace")
    column = len(data[start:position].decode(errors="replace")) + 1
    place = Place(file, data.count(b"\n", 0, start) + 1, column, 1, line)
    return ScriptError(f"this line holds {problem}", place=place, hint="is this a command file?")


class _Reader:
    """The lines of one file, taken one statement at a time."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._source = lines
        self._last = 1
        self._closed: tuple[int, int] | None = None
        self._depth = 0

    def items(self) -> Iterator[Item]:
        for line in self._lines():
            if _first(line) in _ENDS:
                yield self._stray_end(line)
            else:
                yield from self._item(line)

    def _lines(self) -> Iterator[Line]:
        for line in self._source:
            self._last = _place(line).line
            yield line

    def _item(self, line: Line) -> list[Item]:
        first = _first(line)
        if first == "for" and not _closes_itself(line):
            return self._for(line) if self._depth < _DEEPEST else self._too_deep(line)
        try:
            return [_parse_line(line)]
        except ScriptError as error:
            error.subject = _subject(line)
            if first in LATER_BLOCKS and not _closes_itself(line):
                self._skip_block()
            return [error]

    def _for(self, line: Line) -> list[Item]:
        faults: list[ScriptError] = []
        header = None
        try:
            header = _parse_for(line)
        except ScriptError as error:
            faults.append(error)
        self._depth += 1
        body = self._body(line, faults, sound=header is not None)
        self._depth -= 1
        if header is None or faults:
            return [*sorted(faults, key=_position)]
        return [replace(header, body=tuple(body))]

    def _too_deep(self, line: Line) -> list[Item]:
        self._skip_block()
        message = f"blocks nest more than {_DEEPEST} deep"
        return [ScriptError(message, place=_place(line))]

    def _body(self, opening: Line, faults: list[ScriptError], *, sound: bool) -> list[Statement]:
        body: list[Statement] = []
        items = 0
        for line in self._lines():
            if _first(line) in _ENDS:
                faults.extend(self._end(opening, line, empty=not items))
                return body
            for item in self._item(line):
                items += 1
                if isinstance(item, ScriptError):
                    faults.append(item)
                else:
                    body.append(item)
        if sound:
            faults.append(self._unclosed(_place(opening)))
        return body

    def _end(self, opening: Line, line: Line, *, empty: bool) -> Iterator[ScriptError]:
        opened, closed = _place(opening), _place(line)
        self._closed = (opened.line, closed.line)
        fault = _end_fault(line)
        if fault is not None:
            yield fault
        if empty:
            yield ScriptError(
                f"nothing stands between this `for` and its `end` on line {closed.line}",
                place=opened,
                hint="write a command between them, or delete both",
            )

    def _unclosed(self, opened: Place) -> ScriptError:
        return ScriptError(
            f"no `end` closes this `for`: the last statement is on line {self._last}",
            place=opened,
            hint="write `end` on a line of its own after its last command",
        )

    def _stray_end(self, line: Line) -> ScriptError:
        if isinstance(line, FaultyLine):
            return line.error
        word = line.words[0]
        where = "no block begins before it"
        if self._closed is not None:
            opened, closed = self._closed
            where = f"the block of line {opened} ended on line {closed}"
        return ScriptError(
            f"this `{literal(word)}` closes nothing: {where}", place=word.place, hint="delete it"
        )

    def _skip_block(self) -> None:
        """Go past the `end` of a block that is not read."""
        depth = 1
        for line in self._lines():
            first = _first(line)
            if first in _ENDS:
                depth -= 1
            elif first in _BLOCKS and not _closes_itself(line):
                depth += 1
            if not depth:
                return


def _parse_line(line: Line) -> Statement:
    if isinstance(line, FaultyLine):
        raise line.error
    return parse_line(line)


def _parse_for(line: Line) -> For:
    if isinstance(line, FaultyLine):
        raise line.error
    return parse_for(line)


def _end_fault(line: Line) -> ScriptError | None:
    if isinstance(line, FaultyLine):
        return line.error
    word, *others = line.words
    if literal(word) in _SHELL_ENDS:
        return ScriptError(
            f"`{literal(word)}` belongs to a shell, and not here",
            place=word.place,
            hint="write `end`",
        )
    extra = others[0] if others else line.redirect.target if line.redirect else None
    if extra is None:
        return None
    return ScriptError("nothing can follow `end`", place=extra.place, hint="delete it")


def _subject(line: Line) -> str:
    if isinstance(line, FaultyLine):
        return line.first
    return literal(line.words[0]) or ""


def _first(line: Line) -> str:
    """Give the word that says whether a line begins or ends a block."""
    if isinstance(line, FaultyLine):
        return line.first
    return "" if is_assignment(line) else literal(line.words[0]) or ""


def _closes_itself(line: Line) -> bool:
    """Whether it is a shell's one-line block, which is faulty anyway."""
    return isinstance(line, FaultyLine) and line.last in _ENDS


def _place(line: Line) -> Place:
    if isinstance(line, FaultyLine):
        return line.place
    return line.words[0].place


def _position(error: ScriptError) -> tuple[int, int]:
    return (error.place.line, error.place.column) if error.place else (0, 0)
