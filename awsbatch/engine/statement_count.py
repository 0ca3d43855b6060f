"""How many commands are still to come, as far as it is known."""

from collections.abc import Iterable, Iterator

from awsbatch.event import Event, Known
from awsbatch.language.model import (
    Capture,
    Parallel,
    Run,
    Statement,
    While,
)

_COMMANDS = (Run, Capture, While)


def known(number: int) -> Iterator[Event]:
    """Tell that this many commands are still to come."""
    if number > 0:
        yield Known(number)


def commands(statements: Iterable[Statement]) -> int:
    """Count the commands that surely come up in a block."""
    return sum(map(_commands, statements))


def _commands(statement: Statement) -> int:
    if isinstance(statement, Parallel):
        return commands(statement.body)
    return isinstance(statement, _COMMANDS)


def extra(statement: Statement) -> int:
    """Count the end that only a failure gives to a statement that is no command."""
    return int(not isinstance(statement, _COMMANDS))
