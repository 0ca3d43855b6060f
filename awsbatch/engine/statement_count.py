"""How many commands are still to come, as far as that is known."""

from collections.abc import Iterable, Iterator

from awsbatch.event import Event, Known
from awsbatch.language.model import (
    Capture,
    If,
    Parallel,
    Question,
    Run,
    Statement,
    While,
)

# A `while` asks at least once. Rounds and branches are counted when a walk reaches them.
_COMMANDS = (Run, Capture, While)


def known(number: int) -> Iterator[Event]:
    """Yield the event that so many more commands are to come, unless there are none."""
    if number > 0:
        yield Known(number)


def commands(statements: Iterable[Statement]) -> int:
    """Return how many commands of a block certainly have an end, whatever conditions say."""
    return sum(map(_commands, statements))


def _commands(statement: Statement) -> int:
    if isinstance(statement, Parallel):
        return commands(statement.body)
    return isinstance(statement, _COMMANDS) or _asks(statement)


def _asks(statement: Statement) -> bool:
    """Return whether a statement begins with a command, whose end it asks for."""
    return isinstance(statement, If) and isinstance(statement.branches[0].condition, Question)


def extra(statement: Statement) -> int:
    """Return 1 for a statement that has an end only if it fails, and 0 for a command."""
    return int(not (isinstance(statement, _COMMANDS) or _asks(statement)))
