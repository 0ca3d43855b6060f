"""Statements that govern the commands after them, where none follows."""

from collections.abc import Iterator, Sequence

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptError
from awsbatch.language.defaults import check_defaults
from awsbatch.language.model import (
    Capture,
    Defaults,
    ErrExit,
    Finally,
    Run,
    Statement,
    While,
)
from awsbatch.language.names_set import bodies, within

_HINT = "it ends with its block and its file: write it in the block of the commands that it is for"


def without_effect(
    statements: Sequence[Statement], options: GlobalOptions
) -> Iterator[ScriptError]:
    """Yield a fault for each `defaults` and `set -e` that no command follows in its block.

    The author meant commands elsewhere, which would run without it, perhaps in
    another account. The faults of a block come in reverse order.
    """
    runs = finishes = False
    for statement in reversed(statements):
        for body in bodies(statement):
            yield from without_effect(body, options)
        match statement:
            case Defaults() if not (runs or finishes or check_defaults(statement, options)):
                yield _fault("defaults", statement)
            case ErrExit() if not runs:
                yield _fault("set -e", statement)
            case Finally():
                # `defaults` before a `finally` hold in it; `set -e` does not.
                finishes = _runs(statement)
            case _:
                runs = runs or _runs(statement)


def _fault(word: str, statement: Defaults | ErrExit) -> ScriptError:
    message = f"no command follows this `{word}` in its block"
    return ScriptError(message, place=statement.place, hint=_HINT)


def _runs(statement: Statement) -> bool:
    """Return whether a statement runs a command, at any depth."""
    return any(isinstance(each, Run | Capture | While) for each in within((statement,)))
