"""How many commands are still to come, as far as that is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.engine.substitution import rounds
from awsbatch.event import Blame, Event, Known
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import (
    Assign,
    Capture,
    For,
    If,
    Input,
    Parallel,
    Placeholder,
    Question,
    Run,
    Statement,
    While,
    Word,
)
from awsbatch.language.names_set import bodies, runs, within
from awsbatch.record import record


@record
class Count:
    """How many commands certainly have an end, and how many blocks may have more of them."""

    commands: int
    unknown: int = 0
    """How many loops and `if` blocks have commands of which the number is not known."""

    def __add__(self, other: "Count") -> "Count":
        return Count(self.commands + other.commands, self.unknown + other.unknown)

    def __sub__(self, other: "Count") -> "Count":
        return Count(self.commands - other.commands, self.unknown - other.unknown)

    def __mul__(self, times: int) -> "Count":
        return Count(self.commands * times, self.unknown * times)


NOTHING = Count(0)

Foreseen: TypeAlias = Mapping[int, Count]
"""What each loop and `if`, by its `id`, was counted with before it began."""

# A `while` asks at least once. Rounds and branches are counted when a walk reaches them.
_COMMANDS = (Run, Capture, While)
_BLOCKS = {For, While, If, Parallel}


def known(count: Count | int) -> Iterator[Event]:
    """Yield the event that so many more commands are to come, unless there are none."""
    more, unknown = (count, 0) if isinstance(count, int) else (count.commands, count.unknown)
    if more or unknown:
        yield Known(more, unknown)


def commands(statements: Iterable[Statement]) -> int:
    """Return how many commands of a block certainly have an end, without those of its loops."""
    return sum(map(commands_of, statements))


def commands_of(statement: Statement) -> int:
    """Return how many commands of a statement certainly have an end, without those of loops."""
    # First, since most statements are commands.
    if isinstance(statement, _COMMANDS):
        return 1
    if isinstance(statement, Parallel):
        return commands(statement.body)
    return int(_asks(statement))


def foresee(statements: Sequence[Statement], scope: Scope) -> tuple[Count, Foreseen]:
    """Return how many commands of a block have an end, as far as the names of now tell.

    Loops are counted with all their rounds where their words are literal, or are lists that
    no command makes. What each was counted with is returned as well: it is put right when
    the loop begins.
    """
    # Most files are lines without blocks.
    if _BLOCKS.isdisjoint(map(type, statements)):
        return Count(commands(statements)), {}
    forecast = _Forecast(scope.trial())
    return forecast.count(statements), forecast.blocks


def foresee_round(loop: For | While, scope: Scope) -> tuple[Count, Foreseen]:
    """Return what `foresee` does, for any round of a loop."""
    if _BLOCKS.isdisjoint(map(type, loop.body)):
        return Count(commands(loop.body)), {}
    forecast = _Forecast(scope.trial())
    forecast.forget(loop)
    return forecast.count(loop.body), forecast.blocks


def extra(statement: Statement, foreseen: Foreseen) -> Count:
    """Return how many more commands have an end if a statement has one, and nothing in it has.

    That is none for a command, and fewer than none for a loop that was counted with its rounds.
    """
    counted = isinstance(statement, _COMMANDS) or _asks(statement)
    return Count(1 - counted) - foreseen.get(id(statement), NOTHING)


def left_out(statement: Statement, foreseen: Foreseen) -> Iterator[Event]:
    """Yield the event that a statement has no end, which was counted with one if it has any."""
    if isinstance(statement, Parallel):
        for inner in statement.body:
            yield from left_out(inner, foreseen)
    else:
        yield from known(extra(statement, foreseen) - Count(1))


def settled(block: For | While | If, foreseen: Foreseen, count: Count = NOTHING) -> Iterator[Event]:
    """Yield the event that the commands of a block are known, in place of what was foreseen."""
    yield from known(count - foreseen.get(id(block), NOTHING))


def _asks(statement: Statement) -> bool:
    """Return whether a statement begins with a command, whose end it asks for."""
    return isinstance(statement, If) and isinstance(statement.branches[0].condition, Question)


class _Forecast:
    """A look at statements before they are carried out, with a scope of its own."""

    def __init__(self, scope: Scope) -> None:
        self.blocks: dict[int, Count] = {}
        self._scope = scope

    def count(self, statements: Iterable[Statement]) -> Count:
        """Return the count of the next statements."""
        plain, count = 0, NOTHING
        for statement in statements:
            # Most statements are commands, which are not to pay for an object each.
            if isinstance(statement, Run):
                plain += 1
            else:
                count += self._count(statement)
        return count + Count(plain)

    def _count(self, statement: Statement) -> Count:
        match statement:
            case Parallel(body):
                return self.count(body)
            case For():
                self.blocks[id(statement)] = count = self._loop(statement)
                return count
            case While() | If():
                self.forget(statement)
                self.blocks[id(statement)] = unknown = Count(0, int(_may_run(statement)))
                return unknown + Count(commands_of(statement))
            case Input(default=value) | Assign(value=value) if not _reads(value):
                self._set(statement)
                return NOTHING
            case _:
                self.forget(statement)
                return Count(commands_of(statement))

    def _loop(self, statement: For) -> Count:
        times = self._rounds(statement.words)
        self.forget(statement)
        if times is None:
            return Count(0, int(_may_run(statement)))
        count = self.count(statement.body) * times
        # What a round sets ends with it.
        self.forget(statement)
        return count

    def _rounds(self, words: Iterable[Word]) -> int | None:
        """Return how many rounds a loop has; None if that is not known."""
        try:
            return sum(
                1 if word.placeholder is None else len(rounds((word,), self._scope))
                for word in words
            )
        except (NotSetError, ScriptError):
            return None

    def _set(self, statement: Input | Assign) -> None:
        try:
            if isinstance(statement, Input):
                self._scope.take(statement)
            elif statement.append:
                self.forget(statement)
            else:
                self._scope.set(statement.name, self._scope.evaluate(statement.value))
        except (NotSetError, UnknownError, ScriptError):
            self.forget(statement)

    def forget(self, statement: Statement) -> None:
        """Take no name for known that a statement may set, at any depth."""
        for each in within((statement,)):
            match each:
                case Capture(name) | Assign(name) | Input(name) | For(name):
                    self._scope.unset(name, Blame(each.place))
                case While(capture):
                    self._scope.unset(capture.name, Blame(each.place))
                case _:
                    pass


def _reads(value: Placeholder | None) -> bool:
    """Return whether an expression may read a file: one may be a pipe, which gives itself once."""
    return value is not None and "read" in value.expression.source


def _may_run(block: For | While | If) -> bool:
    """Return whether a block may run more commands than the first that it asks."""
    return isinstance(block, While) or any(runs(each) for body in bodies(block) for each in body)
