"""Which names the statements of a block set, and what else hangs on them."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    For,
    If,
    Parallel,
    Statement,
    While,
    bodies,
)

Setting: TypeAlias = Capture | Assign


def names_set(statements: Iterable[Statement]) -> Iterator[str]:
    """Give the names that are set in the block around these statements.

    Names that a round sets end with it; what it adds to a list does not.
    """
    for statement in statements:
        match statement:
            case Capture(name) | Assign(name) if not statement.append:
                yield name
            case If(branches):
                for branch in branches:
                    yield from names_set(branch.body)
            case Parallel(body):
                yield from names_set(body)
                yield from (added.name for added in additions(body))
            case For() | While():
                yield from (added.name for added in additions(statement.body))
            case _:
                pass


def top_settings(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Give the `NAME =` of these statements and of the branches and `parallel` blocks in them."""
    for statement in statements:
        match statement:
            case Capture() | Assign() if not statement.append:
                yield statement
            case If(branches):
                for branch in branches:
                    yield from top_settings(branch.body)
            case Parallel(body):
                yield from top_settings(body)
            case _:
                pass


def additions(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Give the `NAME[] =` of these statements that add to a list of the block around their loop."""
    for statement in statements:
        match statement:
            case Capture() | Assign() if statement.append:
                yield statement
            case If(branches):
                for branch in branches:
                    yield from additions(branch.body)
            case _:
                pass


def inner_additions(statements: Iterable[Statement]) -> Iterator[Setting]:
    """Give the `NAME[] =` of the loops and `parallel` blocks among these statements."""
    for statement in statements:
        match statement:
            case For() | While() | Parallel():
                yield from additions(statement.body)
                yield from inner_additions(statement.body)
            case If(branches):
                for branch in branches:
                    yield from inner_additions(branch.body)
            case _:
                pass


def guards(statement: Statement) -> bool:
    """Tell whether an `assert` stands in a statement, at any depth."""
    inner = (each for body in bodies(statement) for each in body)
    return isinstance(statement, Assert) or any(guards(each) for each in inner)
