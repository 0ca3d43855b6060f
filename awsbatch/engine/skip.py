"""What a statement that was not carried out means for names, lists and defaults."""

from collections.abc import Sequence

from awsbatch.engine.block import Block
from awsbatch.engine.scope import Scope
from awsbatch.event import Blame
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import (
    Assign,
    Capture,
    Defaults,
    Statement,
)
from awsbatch.language.names_set import additions, inner_additions, names_set


def grow(body: Sequence[Statement], scope: Scope) -> None:
    """Begin the lists that a loop adds to; raise `ScriptError` if a name has another value."""
    outer = (added for added in inner_additions(body) if added.name in scope)
    for added in (*additions(body), *outer):
        if not scope.grow(added.name):
            raise ScriptError(
                f"`{added.name}` is not a list, so that nothing can be added to it",
                place=added.place,
                hint=f"choose another name, or begin with `{added.name} = <<`[]`>>`",
            )


def blur(statement: Statement, scope: Scope) -> None:
    """Take the names and lists for unknown that a statement sets, or perhaps sets."""
    for name in names_set((statement,)):
        scope.blur(name)
    blur_lists((statement,), scope)


def blur_lists(body: Sequence[Statement], scope: Scope) -> None:
    """Take lists of the blocks around a body for unknown, if it adds to them."""
    for added in (*additions(body), *inner_additions(body)):
        if added.name in scope:
            scope.blur(added.name)


def spoil(statement: Statement, block: Block, blame: Blame) -> None:
    """Unset the names that a failed or skipped statement was to set, and note what lists lack.

    What it was to set in blocks around one that a plan may not reach is unknown instead.
    """
    match statement:
        case Defaults():
            block.lose_defaults(blame)
        case Capture(name) | Assign(name) if not statement.append:
            block.scope.unset(name, blame)
        case _ if block.is_open:
            blur(statement, block.scope)
        case Capture(name) | Assign(name):
            block.scope.lack(name, blame)
        case _:
            adding = (*additions((statement,)), *inner_additions((statement,)))
            lists = {added.name for added in adding}
            for name in names_set((statement,)):
                if name in lists:
                    # A list, since statements beside this one may add to it all the same.
                    block.scope.grow(name)
                block.scope.lack(name, blame)
            # Lists of blocks around this one lack what the statement was to add.
            for added in adding:
                if added.name in block.scope:
                    block.scope.lack(added.name, blame)


def miss(statement: Statement, block: Block) -> None:
    """Unset the names that only a statement which the run did not reach would have set."""
    blame = Blame(statement.place, "was not reached")
    for name in names_set((statement,)):
        if name not in block.scope:
            block.scope.unset(name, blame)
    if isinstance(statement, Defaults):
        block.lose_defaults(blame)
