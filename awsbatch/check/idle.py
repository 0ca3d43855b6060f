"""Statements that govern what follows them, where nothing does."""

from collections.abc import Iterator, Sequence

from awsbatch.engine.default import check_defaults
from awsbatch.errors import ScriptError
from awsbatch.language.model import (
    Capture,
    Defaults,
    ErrExit,
    Finally,
    Run,
    Statement,
    While,
    bodies,
)

_HINT = "it ends with its block and its file: write it in the block of the commands that it is for"


def idle(statements: Sequence[Statement]) -> Iterator[ScriptError]:
    """Refuse each `defaults` and `set -e` after which no command stands in its block.

    It was written for commands elsewhere, which run without it: in another
    account, perhaps.
    """
    for number, statement in enumerate(statements):
        for body in bodies(statement):
            yield from idle(body)
        governed = [
            each
            for each in statements[number + 1 :]
            if not (isinstance(statement, ErrExit) and isinstance(each, Finally))
        ]
        if isinstance(statement, Defaults) and check_defaults(statement):
            # What it would govern is not the first thing to mend.
            continue
        if isinstance(statement, Defaults | ErrExit) and not any(map(_runs, governed)):
            word = "defaults" if isinstance(statement, Defaults) else "set -e"
            yield ScriptError(
                f"no command follows this `{word}` in its block", place=statement.place, hint=_HINT
            )


def _runs(statement: Statement) -> bool:
    """Tell whether a statement runs a command, at any depth."""
    if isinstance(statement, Run | Capture | While):
        return True
    return any(_runs(each) for body in bodies(statement) for each in body)
