"""Statements that govern the commands after them, where none follows."""

from collections.abc import Iterator, Sequence

from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptError
from awsbatch.language.defaults_fault import check_defaults
from awsbatch.language.model import (
    Defaults,
    ErrExit,
    Finally,
    Statement,
)
from awsbatch.language.names_set import bodies, runs

_HINT = "it ends with its block and its file: write it in the block of the commands that it is for"


def without_effect(
    statements: Sequence[Statement], options: GlobalOptions
) -> Iterator[ScriptError]:
    """Yield a fault for each `defaults` and `set` that no command follows in its block.

    The author meant commands elsewhere, which would run without it, perhaps in
    another account. The faults of a block come in reverse order.
    """
    follows = finishes = False
    for statement in reversed(statements):
        for body in bodies(statement):
            yield from without_effect(body, options)
        match statement:
            case Defaults() if not (follows or finishes or check_defaults(statement, options)):
                yield _fault("defaults", statement)
            case ErrExit(_, ends) if not follows:
                yield _fault("set -e" if ends else "set +e", statement)
            case Finally():
                # `defaults` before a `finally` hold in it; `set -e` does not.
                finishes = runs(statement)
            case _:
                follows = follows or runs(statement)


def _fault(word: str, statement: Defaults | ErrExit) -> ScriptError:
    message = f"no command follows this `{word}` in its block"
    fault = ScriptError(message, place=statement.place, hint=_HINT)
    fault.governs = True
    return fault
