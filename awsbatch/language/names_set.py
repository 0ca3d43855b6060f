"""The names that statements set, and other facts about all statements of a block."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    Command,
    Fail,
    Finally,
    For,
    If,
    Input,
    Parallel,
    Question,
    Run,
    Statement,
    While,
)

Setting: TypeAlias = Capture | Assign
Named: TypeAlias = Setting | Input

BLOCKS = (For, While, If, Parallel, Finally)
_NAMELESS = (If, Parallel)
"""The blocks without names of their own, which set those of the block around them."""
_GATHERING = (For, While, Parallel)
"""The blocks whose `NAME[] =` add to a list of the block around them."""


def bodies(statement: Statement) -> tuple[tuple[Statement, ...], ...]:
    """Return the bodies of a block: one, or for `if` one for each branch; else none."""
    # First, since most statements are none.
    if not isinstance(statement, BLOCKS):
        return ()
    if isinstance(statement, If):
        return tuple(branch.body for branch in statement.branches)
    return (statement.body,)


def last_line(statements: Sequence[Statement]) -> int:
    """Return the line of the last statement, in whatever block; 0 where there is none."""
    line = 0
    while statements:
        line, blocks = statements[-1].place.line, bodies(statements[-1])
        statements = blocks[-1] if blocks else ()
    return line


def within(
    statements: Iterable[Statement], blocks: tuple[type, ...] = BLOCKS
) -> Iterator[Statement]:
    """Yield the statements and those in their blocks of these kinds, in file order."""
    for statement in statements:
        yield statement
        if isinstance(statement, blocks):
            for body in bodies(statement):
                yield from within(body, blocks)


def names_set(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the names that these statements set in the block around them.

    A name that a round of a loop sets ends with the round; an addition to a list stays.
    """
    for statement in within(statements, _NAMELESS):
        match statement:
            case Capture(name) | Assign(name) if not statement.append:
                yield name
            case Input(name):
                yield name
            case For() | While() | Parallel():
                yield from (added.name for added in additions(statement.body))
            case _:
                pass


def top_settings(statements: Iterable[Statement]) -> Iterator[Named]:
    """Yield every `input` and `NAME =` of these, their branches and `parallel` blocks."""
    for statement in within(statements, _NAMELESS):
        match statement:
            case Input():
                yield statement
            case Capture() | Assign() if not statement.append:
                yield statement
            case _:
                pass


def additions(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Yield every `NAME[] =` of these statements and their branches."""
    for statement in within(statements, (If,)):
        if isinstance(statement, Setting) and statement.append:
            yield statement


def inner_additions(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Yield every `NAME[] =` of the loops and `parallel` blocks in these statements."""
    for statement in within(statements):
        if isinstance(statement, _GATHERING):
            yield from additions(statement.body)


def gathers(statement: Statement) -> bool:
    """Return whether a statement adds to a list, at any depth."""
    # Most statements are commands, for which the walk would take several times as long.
    return not isinstance(statement, Run) and any(
        isinstance(each, Setting) and each.append for each in within((statement,))
    )


def forks(statement: Statement) -> bool:
    """Return whether commands of a statement may run at the same time, at any depth."""
    return any(
        isinstance(each, Parallel) or (isinstance(each, For) and each.parallel)
        for each in within((statement,))
    )


def runs(statement: Statement) -> bool:
    """Return whether a statement runs a command, at any depth."""
    return any(
        isinstance(each, Run | Capture | While) or asks(each) for each in within((statement,))
    )


def asks(statement: Statement) -> bool:
    """Return whether a statement is an `if` that asks a command how it ends."""
    return isinstance(statement, If) and any(
        isinstance(branch.condition, Question) for branch in statement.branches
    )


def guards(statement: Statement) -> bool:
    """Return whether a statement is or contains an `assert` or a `fail`, at any depth."""
    return any(isinstance(each, Assert | Fail) for each in within((statement,)))


def own_commands(statement: Statement) -> Iterator[Command]:
    """Yield the commands of a statement itself, and not those in its blocks."""
    match statement:
        case Run(command) | Capture(_, command) | While(Capture(_, command)):
            yield command
        case If(branches):
            for branch in branches:
                if isinstance(branch.condition, Question):
                    yield branch.condition.command
        case _:
            pass
