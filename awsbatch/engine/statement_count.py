"""How many commands are still to come, as far as that is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.engine.substitution import rounds
from awsbatch.event import Blame, Event, Known
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
from awsbatch.language.names_set import within

Foreseen: TypeAlias = Mapping[int, int]
"""How many commands each loop, by its `id`, was counted with before it began."""

# A `while` asks at least once. Its rounds and branches are counted when a walk reaches them.
_COMMANDS = (Run, Capture, While)
_MAY_LOOP = {For, Parallel}


def known(number: int) -> Iterator[Event]:
    """Yield the event that so many more commands are to come, unless there are none."""
    if number:
        yield Known(number)


def commands(statements: Iterable[Statement]) -> int:
    """Return how many commands of a block certainly have an end, without those of its loops."""
    return sum(map(_commands, statements))


def foresee(statements: Sequence[Statement], scope: Scope) -> tuple[int, Foreseen]:
    """Return how many commands of a block have an end, as far as the names of now tell.

    Loops are counted with all their rounds where their words are literal, or are lists that
    no command makes. What each was counted with is returned as well: it is put right when
    the loop begins.
    """
    # Most files are lines without loops.
    if _MAY_LOOP.isdisjoint(map(type, statements)):
        return commands(statements), {}
    forecast = _Forecast(scope.trial())
    return forecast.commands(statements), forecast.loops


def foresee_round(loop: For | While, scope: Scope) -> tuple[int, Foreseen]:
    """Return what `foresee` does, for any round of a loop."""
    if _MAY_LOOP.isdisjoint(map(type, loop.body)):
        return commands(loop.body), {}
    forecast = _Forecast(scope.trial())
    forecast.forget(loop)
    return forecast.commands(loop.body), forecast.loops


def extra(statement: Statement, foreseen: Foreseen) -> int:
    """Return how many more commands have an end if a statement has one, and nothing in it has.

    That is none for a command, and fewer than none for a loop that was counted with its rounds.
    """
    counted = isinstance(statement, _COMMANDS) or _asks(statement)
    return 1 - counted - foreseen.get(id(statement), 0)


def _commands(statement: Statement) -> int:
    if isinstance(statement, Parallel):
        return commands(statement.body)
    return isinstance(statement, _COMMANDS) or _asks(statement)


def _asks(statement: Statement) -> bool:
    """Return whether a statement begins with a command, whose end it asks for."""
    return isinstance(statement, If) and isinstance(statement.branches[0].condition, Question)


class _Forecast:
    """A look at statements before they are carried out, with a scope of its own."""

    def __init__(self, scope: Scope) -> None:
        self.loops: dict[int, int] = {}
        self._scope = scope

    def commands(self, statements: Iterable[Statement]) -> int:
        """Return how many commands of the next statements certainly have an end."""
        return sum(map(self._commands, statements))

    def _commands(self, statement: Statement) -> int:
        match statement:
            case Run():
                return 1
            case Parallel(body):
                return self.commands(body)
            case For():
                number = self.loops[id(statement)] = self._loop(statement)
                return number
            case Input(default=value) | Assign(value=value) if not _reads(value):
                self._set(statement)
                return 0
            case _:
                self.forget(statement)
                return _commands(statement)

    def _loop(self, statement: For) -> int:
        times = self._rounds(statement.words)
        self.forget(statement)
        if not times:
            return 0
        number = times * self.commands(statement.body)
        # What a round sets ends with it.
        self.forget(statement)
        return number

    def _rounds(self, words: Iterable[Word]) -> int:
        """Return how many rounds a loop has; 0 if that is not known."""
        try:
            return sum(
                1 if word.placeholder is None else len(rounds((word,), self._scope))
                for word in words
            )
        except (NotSetError, ScriptError):
            return 0

    def _set(self, statement: Input | Assign) -> None:
        try:
            if isinstance(statement, Input):
                self._scope.take(statement)
            elif statement.append:
                self.forget(statement)
            else:
                self._scope.set(statement.name, self._scope.evaluate(statement.value))
        except (NotSetError, ScriptError):
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
