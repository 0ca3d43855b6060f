"""A block that is being read, from its first line to its `end`."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language import header, modifier
from awsbatch.language.assignment import block_redirect, is_assignment
from awsbatch.language.header import Header
from awsbatch.language.lexer import FaultyLine, Line
from awsbatch.language.model import Branch, Condition, ErrExit, Parallel, Statement
from awsbatch.language.names_set import guards, names_set
from awsbatch.language.shell_habit import block_end, governing, mistyped_keyword

ENDS = block_end.FOREIGN | {"end"}
_ELSE = frozenset(["else"])


@dataclass(slots=True)
class _Section:
    """The body of a block, or of one branch of an `if`."""

    opening: Line
    condition: Condition | None = None
    statements: list[Statement] = field(default_factory=list)
    is_empty: bool = True
    """Whether neither a statement nor a fault was read."""


class OpenBlock:
    """The statements and faults of a block so far."""

    def __init__(self, opening: Line, *, nested: bool) -> None:
        """Begin a block with a line for which `header.opens` returns its kind.

        `nested` is whether it is inside another block.
        """
        self.kind = header.opens(opening)
        self.opening = opening
        self._sections = [_Section(opening)]
        self._faults: list[ScriptError] = []
        self._has_else = False
        self._header = self._parsed(nested=nested)

    def add(self, item: Statement | ScriptError) -> None:
        """Add the next statement of the block, or the next fault in it."""
        section = self._sections[-1]
        section.is_empty = False
        if isinstance(item, ScriptError):
            self._faults.append(item)
        else:
            section.statements.append(item)

    def divide(self, line: Line) -> bool:
        """Begin another branch if the line is an `else` of this block; return whether it is."""
        if self.kind != "if" or not divides(line):
            return False
        self._refuse_empty(line)
        self._sections.append(_Section(line, self._condition(line)))
        return True

    def end(self, line: Line) -> None:
        """End the block with this line."""
        self._faults.extend(_end_faults(line))
        self._refuse_empty(line)

    def end_of_file(self, last: int, hint: str | None) -> None:
        """End the block with the file, whose last statement is on line `last`."""
        if self._header is None:
            return
        self._faults.append(
            ScriptError(
                f"this `{self.kind}` has no `end`: the last statement is on line {last}",
                place=place_of(self.opening),
                hint=hint or "write `end` on a line of its own after its last command",
            )
        )

    def items(self) -> list[Statement | ScriptError]:
        """Return the faults in file order, and then the block of the statements without faults.

        The first fault names what the block was to set, which may now be missing.
        """
        branches = tuple(Branch(each.condition, tuple(each.statements)) for each in self._sections)
        block = self._header(branches) if self._header is not None else None
        if isinstance(block, Parallel):
            self._faults.extend(_set_e_faults(block))
        # The fault of an empty section is found at its end and belongs to its beginning.
        faults = sorted(self._faults, key=lambda fault: fault.position)
        if faults:
            statements = [each for branch in branches for each in branch.body]
            # A stream goes on after the block: without its names, and not at all if an
            # `assert` in it might have stopped the run.
            guard = ["assert"] if any(map(guards, statements)) else []
            governing.note(faults[0], [*names_set(statements), *guard])
        return [*faults] if block is None else [*faults, block]

    def _parsed(self, *, nested: bool) -> Header | None:
        if nested and self.kind == "finally":
            fault = ScriptError(
                "`finally` cannot be inside a block",
                place=place_of(self.opening),
                hint="write it last in the file, after every `end`",
            )
            self._faults.append(fault)
            return None
        try:
            return header.parse_header(self.opening)
        except ScriptError as error:
            self._faults.append(error)
            return None

    def _condition(self, line: Line) -> Condition | None:
        if self._has_else:
            fault = ScriptError(
                "this `else` comes after the last branch of its `if`",
                place=place_of(line),
                hint="write `else if <<…>>` before the `else`",
            )
            self._faults.append(fault)
            return None
        try:
            condition = header.parse_else(line)
        except ScriptError as error:
            self._faults.append(error)
            return None
        self._has_else = condition is None
        return condition

    def _refuse_empty(self, line: Line) -> None:
        """Add a fault if the section that this line ends is empty."""
        section = self._sections[-1]
        if not section.is_empty:
            return
        kind = self.kind if section.opening is self.opening else "else"
        ending = "else" if divides(line) else "end"
        self._faults.append(
            ScriptError(
                f"expected a statement between this `{kind}` and its `{ending}`"
                f" on line {place_of(line).line}",
                place=place_of(section.opening),
                hint="write a command between them, or delete both",
            )
        )


def divides(line: Line) -> bool:
    """Return whether the line begins another branch of an `if`."""
    return _begins_with(_ELSE, line)


def ends(line: Line) -> bool:
    """Return whether the line ends a block, here or in another language."""
    return _begins_with(ENDS, line)


def _begins_with(words: AbstractSet[str], line: Line) -> bool:
    if isinstance(line, FaultyLine):
        return line.first in words
    return line.words[0].literal in words and not is_assignment(line)


def opens(line: Line) -> bool:
    """Return whether the line begins a block that needs an `end` of its own."""
    # `if [ … ]; then …; fi` is a fault of one line.
    return bool(header.opens(line)) and not (isinstance(line, FaultyLine) and line.last in ENDS)


def was_to_open(line: Line) -> bool:
    """Return whether a faulty line was meant to begin a block, as in another language."""
    if isinstance(line, FaultyLine):
        return line.last not in ENDS and (
            line.first in block_end.SIMILAR or line.last in {"do", "then"}
        )
    words = line.words[modifier.count(line.words) :]
    first = (words[0].literal or "").lower() if words else ""
    if first in block_end.SIMILAR or mistyped_keyword.loop(words):
        return True
    return first.removesuffix(":") in header.KINDS and first not in header.KINDS


def names(line: Line) -> Iterator[str]:
    """Yield what a faulty line, which was to begin a block, may have been meant to set."""
    words = () if isinstance(line, FaultyLine) else line.words
    for word, after in pairwise(words):
        if after.literal in {"in", "="}:
            yield word.literal or ""


def place_of(line: Line) -> Place:
    """Return the place of the first word of a line."""
    if isinstance(line, FaultyLine):
        return line.place
    return line.words[0].place


def _set_e_faults(block: Parallel) -> Iterator[ScriptError]:
    for statement in block.body:
        if isinstance(statement, ErrExit) and statement.ends:
            yield ScriptError(
                "`set -e` ends no `parallel` block: a failure keeps none of its statements from"
                " their turn",
                place=statement.place,
                hint="write it before the block: after a failure in the block, what follows is"
                " then not done",
            )


def _end_faults(line: Line) -> Iterator[ScriptError]:
    if isinstance(line, FaultyLine):
        yield line.error
        return
    word, *others = line.words
    extra = others[0] if others else line.redirect.target if line.redirect else None
    if word.literal in block_end.FOREIGN:
        yield block_end.foreign(word)
    elif line.redirect is not None and not others:
        yield block_redirect(line.redirect)
    elif extra is not None:
        yield ScriptError("nothing can follow `end`", place=extra.place, hint="delete it")
