"""Statements that govern what follows them, where nothing does."""

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


def idle(statements: Sequence[Statement], options: GlobalOptions) -> Iterator[ScriptError]:
    """Refuse each `defaults` and `set -e` after which no command stands in its block.

    It was written for commands elsewhere, which run without it: in another
    account, perhaps. Gives the faults of a block from its last one on.
    """
    runs = finishes = False
    for statement in reversed(statements):
        for body in bodies(statement):
            yield from idle(body, options)
        match statement:
            case Defaults() if not (runs or finishes or check_defaults(statement, options)):
                yield _fault("defaults", statement)
            case ErrExit() if not runs:
                yield _fault("set -e", statement)
            case Finally():
                # No `set -e` before it holds in it.
                finishes = _runs(statement)
            case _:
                runs = runs or _runs(statement)


def _fault(word: str, statement: Defaults | ErrExit) -> ScriptError:
    message = f"no command follows this `{word}` in its block"
    return ScriptError(message, place=statement.place, hint=_HINT)


def _runs(statement: Statement) -> bool:
    """Return whether a statement runs a command, at any depth."""
    return any(isinstance(each, Run | Capture | While) for each in within((statement,)))
