"""The walk of `assert` and `fail`, which end a run or a part of it."""

from collections.abc import Iterator

from awsbatch.engine.block import Block
from awsbatch.engine.planning.shown_statement import guard
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.engine.statement_count import extra, known
from awsbatch.engine.substitution import as_written, texts
from awsbatch.engine.ticket import Tickets
from awsbatch.event import Blame, Cause, Event, Refused
from awsbatch.expression.expression import is_true
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import AwsbatchError, FailedError, ScriptError
from awsbatch.language.model import Assert, Fail


class GuardWalker:
    """Ends a run, a round or a block where a script says so."""

    def __init__(self, run_end: RunEnd, tickets: Tickets) -> None:
        self._run_end = run_end
        self._tickets = tickets

    def hold(self, statement: Assert, block: Block) -> Iterator[Event]:
        """End the run, or the `finally` that runs, unless an `assert` holds."""
        try:
            error = self._refusal(statement, block.scope)
        except UnknownError:
            yield self._undecided(statement, block)
            return
        if error is None:
            return
        if block.is_open:
            yield from self._end_perhaps(statement, block)
        else:
            yield from self._refuse(statement, error)

    def skip(self, statement: Assert, blame: Blame) -> Iterator[Event]:
        """End the run for an `assert` that is skipped: it was to guard more than its block."""
        yield from self._refuse(statement, _unevaluated(statement, blame))

    def fail(self, statement: Fail, block: Block) -> Iterator[Event]:
        """End the round or the `finally` that it stands in, or else the run, by a failure."""
        if block.is_open:
            yield from self._end_perhaps(statement, block)
            return
        self.give_up(Blame(statement.place), block)
        yield from known(extra(statement, block.foreseen))
        message = self._message(statement, block.scope) or "failed"
        error = FailedError(message, place=statement.place)
        yield self._tickets.faulty(statement, block, error)

    def give_up(self, blame: Blame, block: Block) -> None:
        """End what a `fail` ends that stands in a block, or in a `parallel` block of it."""
        # Beside others, the run does not end before these have had their turn.
        if block.round or block.finishing or block.is_beside or block.is_open:
            block.give_up(blame)
        else:
            self._run_end.halt(Cause.FAIL, blame.place)

    def _end_perhaps(self, statement: Assert | Fail, block: Block) -> Iterator[Event]:
        """Leave out what follows in a block that a plan may not reach, and which this would end."""
        block.give_up(Blame(statement.place, is_perhaps=True))
        yield self._undecided(statement, block)

    def _undecided(self, statement: Assert | Fail, block: Block) -> Event:
        text = guard(statement, block.scope, self._tickets.secrets.known)
        return self._tickets.undecided(statement.place, text, block)

    def _refuse(self, statement: Assert, error: AwsbatchError) -> Iterator[Event]:
        late = self._run_end.requested
        if self._run_end.refuse(statement.place):
            self._tickets.secrets.mask(error)
            yield Refused(statement.place, error, late)

    def _refusal(self, statement: Assert, scope: Scope) -> AwsbatchError | None:
        """Return why an `assert` stops the run, or None if its condition holds."""
        try:
            if is_true(scope.evaluate(statement.condition)):
                return None
        except NotSetError as missing:
            return _unevaluated(statement, missing.blame)
        except ScriptError as error:
            return error
        message = self._message(statement, scope) or "this does not hold"
        return ScriptError(message, place=statement.condition.place)

    def _message(self, statement: Assert | Fail, scope: Scope) -> str:
        """Return a statement's message, with placeholders as written if one cannot be evaluated."""
        try:
            return " ".join(texts(statement.words, scope, self._tickets.secrets.known))
        except (NotSetError, ScriptError):
            return " ".join(as_written(statement.words))


def _unevaluated(statement: Assert, blame: Blame) -> ScriptError:
    """Return the error for an `assert` whose condition needs what an earlier failure unset."""
    message = f"this condition cannot be evaluated, because {blame}"
    return ScriptError(message, place=statement.condition.place)
