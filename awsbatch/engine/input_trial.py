"""The inputs of files and streams, tried before any of their commands runs."""

from collections.abc import Iterable, Iterator

from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.event import Blame
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import ScriptError
from awsbatch.language.input import PRELUDE, inputs, prelude
from awsbatch.language.model import Assign, Input, Script, Statement
from awsbatch.language.names_set import names_set


class InputTrial:
    """A trial of inputs with what they are given, in which no command runs.

    Where a default needs what only a command will set, the trial says nothing of it,
    and no default is at fault after the first command, which may write a file for it.
    """

    def __init__(self, scope: Scope) -> None:
        """Begin with the names of a scope, which stays as it is."""
        self._scope = scope.trial()
        self._is_prelude = True

    def scripts(self, scripts: Iterable[Script]) -> Iterator[ScriptError]:
        """Yield the faults of the inputs of whole files that run one after the other."""
        untried = [*scripts]
        # What comes after the last input needs no look, and may be long.
        while untried and not any(inputs(untried[-1].statements)):
            untried.pop()
        last = untried.pop().statements if untried else ()
        for script in untried:
            for statement in script.statements:
                yield from self.statement(statement)
        for statement in prelude(last):
            yield from self.statement(statement)

    def statement(self, statement: Statement) -> Iterator[ScriptError]:
        """Yield the faults of the next statement, if it is an input."""
        try:
            match statement:
                case Input():
                    self._scope.take(statement)
                case Assign():
                    self._scope.set(statement.name, self._scope.evaluate(statement.value))
                case _:
                    self._is_prelude &= isinstance(statement, PRELUDE)
                    self._unset(statement, Blame(statement.place))
        except NotSetError as missing:
            self._unset(statement, missing.blame)
        except UnknownError:
            self._unset(statement, Blame(statement.place))
        except ScriptError as fault:
            self._unset(statement, Blame(statement.place))
            of_value = fault.place == statement.place
            if isinstance(statement, Input) and (of_value or self._is_prelude):
                yield fault

    def _unset(self, statement: Statement, blame: Blame) -> None:
        for name in names_set((statement,)):
            self._scope.unset(name, blame)
