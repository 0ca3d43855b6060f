"""The statements of a command file."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from awsbatch.fault.error import ScriptError
from awsbatch.language import header, modifier, open_block
from awsbatch.language.input import PRELUDE, nested, too_late
from awsbatch.language.lexer import FaultyLine, Line, split
from awsbatch.language.model import Finally, Input, Script, Statement
from awsbatch.language.open_block import OpenBlock, place_of
from awsbatch.language.shell_habit import governing, loop
from awsbatch.language.statement import parse_line
from awsbatch.record import record

Item: TypeAlias = Statement | ScriptError

_INPUT = re.compile(r"[ \t]*(?:@\S+[ \t]+)*input[ \t]+([A-Za-z_]\w*)", re.ASCII)
# Reading recurses once a block, checking and running several times: far from
# Python's limit, and further than anybody writes.
_DEEPEST = 50
# Lest a quote that is never closed takes a whole stream, and the memory for it.
_MOST_LINES = 1000


@record
class _Closed:
    """A block that an `end` has closed."""

    kind: str
    opened: int
    closed: int
    """The numbers of the first and of the last line."""
    outdented: bool
    """Whether the `end` is indented less than the first line, as if it ended an outer block."""


def read(lines: Iterable[str], file: str, *, before: int = 0) -> Iterator[Item]:
    """Yield each statement, or its faults in file order, when its last line has been read.

    No line is read ahead, and nothing is kept. A fault does not end the
    iteration; a faulty block is read up to its `end`. The lines may have their
    endings or not, and are numbered as those after the first `before`.
    """
    for items in _Reader(split(lines, file, most=_MOST_LINES, before=before)).items():
        yield from [each for each in items if isinstance(each, ScriptError)] or items


def parse(text: str, file: str) -> Script:
    """Return a whole file as a script; raise `ScriptError` for its first fault."""
    script, faults = parse_all(text, file)
    if faults:
        raise faults[0]
    return script


def parse_all(text: str, file: str) -> tuple[Script, tuple[ScriptError, ...]]:
    """Return the statements of a file that have no fault, and every fault in file order.

    A block with faults in it is among the statements, without its faulty ones.
    """
    statements: list[Statement] = []
    faults: list[ScriptError] = []
    # splitlines() would also end lines at characters such as U+2028.
    lines = text.removesuffix("\n").split("\n")
    for items in _Reader(split(lines, file)).items():
        for item in items:
            if isinstance(item, ScriptError):
                faults.append(item)
            else:
                statements.append(item)
    return Script(file, tuple(statements)), tuple(faults)


class _Reader:
    """A single pass over the lines of a file, one statement at a time."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._source = lines
        self._before = self._last = 1
        """The numbers of the last two lines that were read."""
        self._closed: _Closed | None = None
        self._suspect: _Closed | None = None
        """The first block that may have taken the `end` of a block around it."""
        self._takes_rest = False
        """Whether the rest of the file belongs to a line that is at fault."""
        self._depth = 0
        self._begun: int | None = None
        """The line of the first statement that no `input` may follow."""
        self._unopened = 0
        """The number of faulty lines that may have been meant to begin a block.

        As many `end` are not reported as faults.
        """

    def items(self) -> Iterator[list[Item]]:
        """Yield for each statement of the file its faults, and the statement if there is one."""
        last: int | None = None
        for line in self._lines():
            if open_block.ends(line):
                if not self._unopened:
                    yield [self._stray_end(line)]
                self._unopened = max(self._unopened - 1, 0)
                continue
            items = self._items(line)
            yield items if last is None else _after_finally(items, line, last)
            if self._begun is None and not isinstance(items[-1], (*PRELUDE, ScriptError)):
                self._begun = items[-1].place.line
            if isinstance(items[-1], Finally):
                last = items[-1].place.line

    def _lines(self) -> Iterator[Line]:
        for line in self._source:
            self._before, self._last = self._last, place_of(line).line
            self._takes_rest = isinstance(line, FaultyLine) and line.takes_rest
            yield line

    def _items(self, line: Line) -> list[Item]:
        if open_block.opens(line):
            return self._block(line) if self._depth < _DEEPEST else self._too_deep(line)
        try:
            # First, since no statement begins with `else`: it would be an AWS service.
            self._refuse_else(line)
            return [self._placed(_parse_line(line))]
        except ScriptError as error:
            governing.note(error, [_subject(line), *governing.joined(place_of(line).text)])
            if open_block.was_to_open(line):
                governing.note(error, open_block.names(line))
                self._unopened += 1
            return [error]

    def _placed(self, statement: Statement) -> Statement:
        """Return a statement; raise `ScriptError` for an `input` that cannot stand there."""
        if isinstance(statement, Input):
            if self._depth:
                raise nested(statement)
            if self._begun is not None:
                raise too_late(statement, self._begun)
        return statement

    def _refuse_else(self, line: Line) -> None:
        if isinstance(line, FaultyLine) or not open_block.divides(line):
            return
        message, hint = "this `else` has no `if`", "write `if <<…>>` and a command before it"
        before = self._closed
        if before is not None and before.kind == "if" and before.closed == self._before:
            message = f"{message}: the `if` of line {before.opened} ended on line {before.closed}"
            hint = "delete that `end`"
            # What follows is the branch, with an `end` of its own.
            self._skip_block()
        raise ScriptError(message, place=place_of(line), hint=hint)

    def _block(self, opening: Line) -> list[Item]:
        read = OpenBlock(opening, nested=self._depth > 0)
        self._depth += 1
        self._read_into(read)
        self._depth -= 1
        return read.items()

    def _read_into(self, read: OpenBlock) -> None:
        for line in self._lines():
            if open_block.ends(line):
                self._close(read, line)
                return
            if not read.divide(line):
                for item in self._items(line):
                    read.add(item)
        if self._takes_rest:
            return
        # The file has ended in this block. An inner block whose `end` is indented like
        # one of this block's has probably taken it.
        suspect, self._suspect = self._suspect, None
        hint = None
        if suspect is not None and suspect.opened > place_of(read.opening).line:
            hint = (
                f"line {suspect.closed} ends the `{suspect.kind}` of line {suspect.opened}:"
                " is its own `end` missing?"
            )
        read.end_of_file(self._last, hint)

    def _close(self, read: OpenBlock, line: Line) -> None:
        opened, closed = place_of(read.opening), place_of(line)
        outdented = _indent(line) < _indent(read.opening)
        self._closed = _Closed(read.kind, opened.line, closed.line, outdented)
        if outdented and self._suspect is None:
            self._suspect = self._closed
        read.end(line)

    def _too_deep(self, line: Line) -> list[Item]:
        self._skip_block()
        message = f"blocks are nested more than {_DEEPEST} deep"
        return [ScriptError(message, place=place_of(line))]

    def _skip_block(self) -> None:
        """Read lines up to the `end` of a block that is already at fault."""
        depth = 1
        for line in self._lines():
            # Booleans as numbers: 1 for a first line, -1 for a last one.
            depth += open_block.opens(line) - open_block.ends(line)
            if not depth:
                return

    def _stray_end(self, line: Line) -> ScriptError:
        if isinstance(line, FaultyLine):
            return line.error
        word = line.words[0]
        where = "no block is open"
        if self._closed is not None:
            where = f"the block of line {self._closed.opened} ended on line {self._closed.closed}"
        return ScriptError(
            f"unexpected `{word.literal}`: {where}", place=word.place, hint="delete it"
        )


def _after_finally(items: list[Item], line: Line, last: int) -> list[Item]:
    """Return the fault of a line after the `finally` of line `last`, or the line's own faults."""
    if isinstance(items[0], ScriptError):
        return items
    return [
        ScriptError(
            f"nothing can follow the `finally` of line {last}",
            place=place_of(line),
            hint="write it before the `finally`",
        )
    ]


def _parse_line(line: Line) -> Statement:
    if isinstance(line, FaultyLine):
        raise loop.until(line.place) or line.error
    header.refuse_line(line)
    return parse_line(line)


def _indent(line: Line) -> int:
    text = place_of(line).text
    return len(text) - len(text.lstrip(" \t"))


def _subject(line: Line) -> str:
    """Return the first word of a faulty line, or the name that an `input` was to set."""
    if isinstance(line, FaultyLine):
        named = _INPUT.match(line.place.text)
        return named[1] if named else line.first
    words = line.words[min(modifier.count(line.words), len(line.words) - 1) :]
    subject = words[1] if words[0].literal == "input" and len(words) > 1 else words[0]
    return subject.literal or ""
