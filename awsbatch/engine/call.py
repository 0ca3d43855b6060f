"""A statement's turn: its number, its command run, and how it ended."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TypeAlias

from awsbatch.aws.command import CommandRunner, Failure, Outcome, Sink, Word
from awsbatch.aws.idempotency import IdempotencyTokens
from awsbatch.aws.memory import Memory
from awsbatch.engine.block import Block
from awsbatch.engine.default import completed
from awsbatch.engine.event import Blame, Ended, Event, Retrying, Started, Status
from awsbatch.engine.output import Output, opened
from awsbatch.engine.retry import Policy, waits
from awsbatch.engine.scope import Scope
from awsbatch.engine.stop import Stop
from awsbatch.engine.substitute import as_written, substitute, text_of
from awsbatch.errors import AwsbatchError
from awsbatch.exit_status import ExitStatus
from awsbatch.language.model import Capture, Command, Run, Statement, While
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

    def ended(
        self, outcome: Outcome, status: Status, *, attempts: int, stdout: Sink, stderr: Sink
    ) -> Ended:
        """Give the event for what came of it, with the output that was kept in memory."""
        return Ended(
            place=self.place,
            seq=self.seq,
            round=self.round,
            argv=self.argv,
            status=status,
            exit_status=None if outcome.interrupted else outcome.exit_status,
            started=self.started,
            seconds=time.perf_counter() - self._clock,
            attempts=attempts,
            value=outcome.value,
            stdout=stdout.content() if isinstance(stdout, Memory) else None,
            stderr=stderr.content() if isinstance(stderr, Memory) else None,
            failure=outcome.failure,
        )

    def faulty(self, error: AwsbatchError, exit_status: int) -> Ended:
        """Give the event for a statement that awsbatch itself found at fault and did not run."""
        return self._not_run(Status.FAILED, exit_status, error=error)

    def skipped(self, blame: Blame) -> Ended:
        """Give the event for a statement that an earlier failure keeps from running."""
        return self._not_run(Status.SKIPPED, None, blame=blame)

    def _not_run(
        self,
        status: Status,
        exit_status: int | None,
        *,
        error: AwsbatchError | None = None,
        blame: Blame | None = None,
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


def _status(outcome: Outcome, policy: Policy) -> Status:
    if outcome.interrupted:
        return Status.ABANDONED
    if policy.ignores(outcome):
        return Status.IGNORED
    return Status.FAILED if outcome.exit_status else Status.OK


class Caller:
    """What gives the statements of a run their turn and their number, and runs their commands."""

    def __init__(
        self,
        runner: CommandRunner,
        output: Output | None,
        stop: Stop,
        *,
        retries: int,
        jitter: Callable[[], float],
    ) -> None:
        self.runs = 0
        """How many commands were started whose result is not kept."""
        self._runner = runner
        self._output = output
        self._stop = stop
        self._retries = retries
        self._jitter = jitter
        self._seq = 0

    def call(self, statement: Statement, block: Block) -> Call:
        """Give the call of a statement that does not come to run."""
        command = _command(statement)
        argv = ("aws", *as_written(command.words)) if command is not None else ()
        return Call(statement.place, self._next_seq(), block.round, argv)

    def unreadable(self, place: Place) -> Call:
        """Give the call of a statement that could not be read."""
        return Call(place, self._next_seq(), (), ())

    def command(self, statement: _Commanding, block: Block) -> Generator[Event, None, Ended]:
        """Run a statement's command; raises what `substitute` and `opened` do, before it starts."""
        words = completed(substitute(statement.command.words, block.scope), block.defaults)
        policy = Policy(statement.command.tags, self._retries)
        argv = ("aws", *map(text_of, words))
        live, stderr = self._sinks()
        with _stdout(statement, block.scope, live) as stdout:
            call = Call(statement.place, self._next_seq(), block.round, argv)
            yield Started(call.place, call.seq, argv, live=self._is_live(policy))
            self.runs += isinstance(statement, Run)
            capture = isinstance(statement, Capture)
            work = _Work(words, capture, policy, stdout, stderr, shows=stdout is live)
            outcome, attempts = yield from self._attempts(call, work, block)
        status = _status(outcome, policy)
        ended = call.ended(outcome, status, attempts=attempts, stdout=stdout, stderr=stderr)
        yield ended
        return ended

    def _attempts(
        self, call: Call, work: "_Work", block: Block
    ) -> Generator[Event, None, tuple[Outcome, int]]:
        """Run a command until it is done with, and give how often that was."""
        policy, seconds = work.policy, waits(self._jitter)
        tokens = IdempotencyTokens() if policy.holds_stdout else None
        attempt = 0
        while True:
            attempt += 1
            stdout = Memory() if policy.holds_stdout else work.stdout
            stderr = Memory() if policy.holds_stderr else work.stderr
            outcome = self._outcome(work, stdout, stderr, tokens)
            if not policy.retries_after(outcome, attempt) or self._ends(block):
                break
            wait = next(seconds)
            yield Retrying(call.place, call.seq, attempt, outcome.failure, wait)
            self._stop.pause(wait)
            if self._ends(block):
                break
        outcome = self._shown(outcome, work, stdout, stderr)
        return outcome, attempt

    def _outcome(
        self, work: "_Work", stdout: Sink, stderr: Sink, tokens: IdempotencyTokens | None
    ) -> Outcome:
        try:
            with self._stop.running():
                outcome = self._runner.run(
                    work.words,
                    stdout=stdout,
                    stderr=stderr,
                    capture=work.capture,
                    live=self._is_live(work.policy),
                    tokens=tokens,
                )
                stdout.flush()
                stderr.flush()
        except KeyboardInterrupt:
            outcome = _INTERRUPTED
        except BrokenPipeError as error:
            return self._unread() if work.shows else _unwritten(error, stderr)
        if outcome.interrupted or (work.shows and _is_lost(outcome)):
            self._stop.halt()
        return outcome

    def _shown(self, outcome: Outcome, work: "_Work", stdout: Sink, stderr: Sink) -> Outcome:
        """Show what was held back of the last attempt; nothing of a failure that is ignored."""
        try:
            if stdout is not work.stdout and isinstance(stdout, Memory):
                work.stdout.write(stdout.content())
        except BrokenPipeError as error:
            return self._unread() if work.shows else _unwritten(error, work.stderr)
        except OSError as error:
            if work.shows:
                self._stop.halt()
            return _unwritten(error, work.stderr)
        hushed = self._output is not None and work.policy.ignores(outcome)
        if stderr is not work.stderr and isinstance(stderr, Memory) and not hushed:
            work.stderr.write(stderr.content())
        return outcome

    def _unread(self) -> Outcome:
        """Give what comes of a command whose standard output nobody reads."""
        self._stop.broken_pipe = True
        self._stop.halt()
        return _INTERRUPTED

    def _ends(self, block: Block) -> bool:
        return self._stop.requested and not block.finishing

    def _is_live(self, policy: Policy) -> bool:
        return self._output is not None and not policy.holds_stdout

    def _sinks(self) -> tuple[Sink, Sink]:
        return (Memory(), Memory()) if self._output is None else self._output.live()

    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq


@dataclass(frozen=True, slots=True)
class _Work:
    """A command ready to run."""

    words: Sequence[Word]
    capture: bool
    policy: Policy
    stdout: Sink
    stderr: Sink
    shows: bool
    """Whether its standard output is awsbatch's own, which every command needs."""


def _is_lost(outcome: Outcome) -> bool:
    """Tell whether what a command printed could not be written."""
    failure = outcome.failure
    return failure is not None and failure.local and failure.code == "OSError"


def _unwritten(error: OSError, stderr: Sink) -> Outcome:
    reason = (error.strerror or str(error)).lower()
    message = f"cannot write the output: {reason}"
    stderr.write(f"\naws: error: {message}\n".encode())
    failure = Failure("OSError", message, local=True)
    return Outcome(ExitStatus.FAILED.value, failure=failure)


def _command(statement: Statement) -> Command | None:
    match statement:
        case Run(command) | Capture(_, command) | While(Capture(_, command)):
            return command
        case _:
            return None


def _stdout(statement: _Commanding, scope: Scope, live: Sink) -> AbstractContextManager[Sink]:
    if isinstance(statement, Capture) or statement.redirect is None:
        return nullcontext(live)
    return opened(statement.redirect, scope)
