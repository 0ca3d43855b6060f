"""A statement's turn: its number, its command run, and how it ended."""

import time
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TypeAlias

from awsbatch.aws.command import CommandRunner, Outcome, Sink, Word
from awsbatch.engine.block import Block
from awsbatch.engine.default import completed
from awsbatch.engine.event import Ended, Event, Started, Status
from awsbatch.engine.output import Memory, Output, opened
from awsbatch.engine.scope import Scope
from awsbatch.engine.stop import Stop
from awsbatch.engine.substitute import as_written, substitute, text_of
from awsbatch.errors import AwsbatchError
from awsbatch.exit_status import ExitStatus
from awsbatch.language.model import Capture, Run, Statement
from awsbatch.source import Place

_Commanding: TypeAlias = Run | Capture
_INTERRUPTED = Outcome(ExitStatus.INTERRUPTED.value, interrupted=True)


def _now() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True, slots=True)
class Call:
    """A statement whose turn has come, and when that was."""

    place: Place
    seq: int
    round: tuple[int, ...]
    argv: tuple[str, ...]
    started: datetime = field(default_factory=_now)
    _clock: float = field(default_factory=time.perf_counter)

    def ended(self, outcome: Outcome, stdout: Sink, stderr: Sink) -> Ended:
        """Give the event for what came of it, with the output that was kept in memory."""
        return Ended(
            place=self.place,
            seq=self.seq,
            round=self.round,
            argv=self.argv,
            status=_status(outcome),
            exit_status=None if outcome.interrupted else outcome.exit_status,
            started=self.started,
            seconds=time.perf_counter() - self._clock,
            value=outcome.value,
            stdout=stdout.content() if isinstance(stdout, Memory) else None,
            stderr=stderr.content() if isinstance(stderr, Memory) else None,
            failure=outcome.failure,
        )

    def faulty(self, error: AwsbatchError, exit_status: int) -> Ended:
        """Give the event for a statement that awsbatch itself found at fault and did not run."""
        return self._not_run(Status.FAILED, exit_status, error=error)

    def skipped(self, blame: Place) -> Ended:
        """Give the event for a statement that an earlier failure keeps from running."""
        return self._not_run(Status.SKIPPED, None, blame=blame)

    def _not_run(
        self,
        status: Status,
        exit_status: int | None,
        *,
        error: AwsbatchError | None = None,
        blame: Place | None = None,
    ) -> Ended:
        return Ended(
            place=self.place,
            seq=self.seq,
            round=self.round,
            argv=self.argv,
            status=status,
            exit_status=exit_status,
            started=self.started,
            seconds=0.0,
            error=error,
            blame=blame,
        )


def _status(outcome: Outcome) -> Status:
    if outcome.interrupted:
        return Status.ABANDONED
    return Status.FAILED if outcome.exit_status else Status.OK


class Caller:
    """What gives the statements of a run their turn and their number, and runs their commands."""

    def __init__(self, runner: CommandRunner, output: Output | None, stop: Stop) -> None:
        self._runner = runner
        self._output = output
        self._stop = stop
        self._seq = 0

    def call(self, statement: Statement, block: Block) -> Call:
        """Give the call of a statement that does not come to run."""
        argv: tuple[str, ...] = ()
        if isinstance(statement, Run | Capture):
            argv = ("aws", *as_written(statement.command.words))
        return Call(statement.place, self._next_seq(), block.round, argv)

    def unreadable(self, place: Place) -> Call:
        """Give the call of a statement that could not be read."""
        return Call(place, self._next_seq(), (), ())

    def command(self, statement: _Commanding, block: Block) -> Generator[Event, None, Ended]:
        """Run a statement's command; raises what `substitute` and `opened` do, before it starts."""
        words = completed(substitute(statement.command.words, block.scope), block.defaults)
        argv = ("aws", *map(text_of, words))
        live, stderr = self._sinks()
        with _stdout(statement, block.scope, live) as stdout:
            seq = self._next_seq()
            yield Started(statement.place, seq, argv, live=self._output is not None)
            call = Call(statement.place, seq, block.round, argv)
            try:
                outcome = self._outcome(statement, words, stdout, stderr)
            except BrokenPipeError:
                yield call.ended(_INTERRUPTED, stdout, stderr)
                raise
        ended = call.ended(outcome, stdout, stderr)
        yield ended
        return ended

    def _outcome(
        self, statement: _Commanding, words: Sequence[Word], stdout: Sink, stderr: Sink
    ) -> Outcome:
        try:
            outcome = self._runner.run(
                words,
                stdout=stdout,
                stderr=stderr,
                capture=isinstance(statement, Capture),
                live=self._output is not None,
            )
            stdout.flush()
            stderr.flush()
        except KeyboardInterrupt:
            outcome = _INTERRUPTED
        if outcome.interrupted:
            self._stop.requested = True
        return outcome

    def _sinks(self) -> tuple[Sink, Sink]:
        return (Memory(), Memory()) if self._output is None else self._output.live()

    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq


def _stdout(statement: _Commanding, scope: Scope, live: Sink) -> AbstractContextManager[Sink]:
    if isinstance(statement, Capture) or statement.redirect is None:
        return nullcontext(live)
    return opened(statement.redirect, scope)
