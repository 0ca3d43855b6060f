"""Statements that govern the commands after them, where none follows."""

from collections.abc import Iterator, Sequence

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptError
from awsbatch.language.defaults_fault import check_defaults
from awsbatch.language.model import (
    Defaults,
    ErrExit,
    Fail,
    Finally,
    Statement,
)
from awsbatch.language.names_set import bodies, runs

_HINT = "it ends with its block and its file: write it in the block of the commands that it is for"


def without_effect(
    statements: Sequence[Statement], options: GlobalOptions
) -> Iterator[ScriptError]:
    """Yield a fault for each `defaults` or `set` that governs nothing in its block.

    The author meant commands elsewhere, which would run without it, perhaps in
    another account. The faults of a block come in reverse order.
    """
    follows = finishes = goes_on = False
    for statement in reversed(statements):
        for body in bodies(statement):
            yield from without_effect(body, options)
        match statement:
            case Defaults() if not (follows or finishes or check_defaults(statement, options)):
                yield _fault("no command follows this `defaults` in its block", statement)
            case ErrExit(_, ends) if not goes_on:
                word = "set -e" if ends else "set +e"
                yield _fault(f"nothing follows this `{word}` in its block", statement)
            case Defaults() | ErrExit() | Fail():
                # A `fail` in this very block ends it whatever `set` says.
                pass
            case Finally():
                # `defaults` before a `finally` hold in it; `set -e` does not.
                finishes = runs(statement)
            case _:
                # A value that cannot be computed ends a block as a command does.
                goes_on = True
                follows = follows or runs(statement)


def _fault(message: str, statement: Defaults | ErrExit) -> ScriptError:
    fault = ScriptError(message, place=statement.place, hint=_HINT)
    fault.governs = True
    return fault
