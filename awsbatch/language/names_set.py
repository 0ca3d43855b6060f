"""Which names the statements of a block set, and what else hangs on them."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    Finally,
    For,
    If,
    Parallel,
    Run,
    Statement,
    While,
)

Setting: TypeAlias = Capture | Assign

BLOCKS = (For, While, If, Parallel, Finally)
_NAMELESS = (If, Parallel)
"""Blocks whose names belong to the block around them."""
_GATHERING = (For, While, Parallel)
"""Blocks whose `NAME[] =` add to a list of the block around them."""


def bodies(statement: Statement) -> tuple[tuple[Statement, ...], ...]:
    """Return what stands in a block: one body, but for `if`, which has one for each branch."""
    match statement:
        case For() | While() | Parallel() | Finally():
            return (statement.body,)
        case If(branches):
            return tuple(branch.body for branch in branches)
        case _:
            return ()


def within(
    statements: Iterable[Statement], blocks: tuple[type, ...] = BLOCKS
) -> Iterator[Statement]:
    """Yield statements in file order, with those that stand in blocks of these kinds."""
    for statement in statements:
        yield statement
        if isinstance(statement, blocks):
            for body in bodies(statement):
                yield from within(body, blocks)


def names_set(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield the names that are set in the block around these statements.

    Names that a round sets end with it; what it adds to a list does not.
    """
    for statement in within(statements, _NAMELESS):
        match statement:
            case Capture(name) | Assign(name) if not statement.append:
                yield name
            case For() | While() | Parallel():
                yield from (added.name for added in additions(statement.body))
            case _:
                pass


def top_settings(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Yield the `NAME =` of these statements and of the branches and `parallel` blocks in them."""
    for statement in within(statements, _NAMELESS):
        if isinstance(statement, Setting) and not statement.append:
            yield statement


def additions(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Yield each `NAME[] =` here that adds to a list of the block around its loop."""
    for statement in within(statements, (If,)):
        if isinstance(statement, Setting) and statement.append:
            yield statement


def inner_additions(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Yield the `NAME[] =` of the loops and `parallel` blocks among these statements."""
    for statement in within(statements):
        if isinstance(statement, _GATHERING):
            yield from additions(statement.body)


def gathers(statement: Statement) -> bool:
    """Return whether a statement adds to a list, at any depth."""
    return not isinstance(statement, Run) and any(
        isinstance(each, Setting) and each.append for each in within((statement,))
    )


def forks(statement: Statement) -> bool:
    """Return whether something in a statement may run side by side, at any depth."""
    return any(
        isinstance(each, Parallel) or (isinstance(each, For) and each.parallel)
        for each in within((statement,))
    )


def guards(statement: Statement) -> bool:
    """Return whether an `assert` stands in a statement, at any depth."""
    return any(isinstance(each, Assert) for each in within((statement,)))
