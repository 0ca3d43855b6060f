"""The attempts at one command: as many as its policy allows, and their outcomes."""

import itertools
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import partial

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Outcome, unwritten
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.signer import Signer
from awsbatch.contract.word import Word
from awsbatch.engine.block import Block
from awsbatch.engine.command.deadline import Deadline
from awsbatch.engine.command.retry import Policy, wait_after
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import Job, Pause, Step
from awsbatch.engine.ticket import Ticket
from awsbatch.event import Cause, Retrying
from awsbatch.exit_status import ExitStatus
from awsbatch.output.sink import Sink
from awsbatch.output.spool import Spool, Store
from awsbatch.output.tap import Tap
from awsbatch.record import record

INTERRUPTED = Outcome(ExitStatus.INTERRUPTED.value, ending=Ending.ABANDONED)


@record
class Work:
    """What every attempt at a command needs."""

    words: Sequence[Word]
    errand: Errand
    signer: Signer | None
    """Who signs instead of the profile."""
    capture: bool
    policy: Policy
    tokens: IdempotencyTokens | None
    """Shared by all attempts, so that none does its work twice; None where there is only one."""
    file: Sink | None
    """The file that a redirect sends standard output to."""
    live: tuple[Sink, Sink] | None
    """The sinks that show output as it comes; None where output waits for its turn."""
    alone: bool
    """Whether the command has the terminal to itself."""
    store: Store
    """Holds the output that waits."""
    only_waits: bool
    """Whether the command changes nothing, and only waits for a state."""
    hides: str | None = None
    """The name of a captured result of which nothing is to be shown."""

    def sinks(self) -> tuple[Sink, Sink]:
        """Return the standard output and error of the next attempt.

        Output that a further attempt or `@ignore` may make void is held back.
        """
        live, err = self.live or (None, None)
        out = self.file or live
        return (
            Spool(self.store) if out is None or self.policy.holds_stdout else self._tapped(out),
            Spool(self.store) if err is None or self.policy.holds_stderr else self._tapped(err),
        )

    def _tapped(self, sink: Sink) -> Sink:
        return sink if self.policy.timeout is None else Tap(sink)

    def is_own(self, stdout: Sink) -> bool:
        """Return whether a sink of an attempt is this process's standard output."""
        sink = stdout.sink if isinstance(stdout, Tap) else stdout
        return self.live is not None and sink is self.live[0]


class AttemptWalker:
    """Runs commands as often as their policies say.

    Its generators run in one thread at a time, and only `_outcome` in several at once.
    """

    def __init__(self, runner: CommandRunner, run_end: RunEnd, jitter: Callable[[], float]) -> None:
        self._runner = runner
        self._run_end = run_end
        self._jitter = jitter

    def walk(
        self, ticket: Ticket, work: Work, block: Block
    ) -> Generator[Step, None, tuple[Outcome, int, tuple[Sink, Sink]]]:
        """Run a command as often as its policy says.

        Return the last outcome, the number of attempts, and the sinks of the last attempt.
        """
        timeout = work.policy.timeout
        deadline = None if timeout is None else Deadline(timeout)
        for attempt in itertools.count(1):
            sinks = work.sinks()
            cancellation = Cancellation(partial(self._ends, block))
            outcome_of = partial(self._outcome, work, *sinks, cancellation)
            job = Job(outcome_of, cancellation, work.only_waits, deadline)
            yield job
            if deadline is not None and job.cancellation.is_abandoned:
                outcome = INTERRUPTED
                if job.is_late:
                    outcome = deadline.outcome(sinks[1], in_doubt=not work.only_waits)
                _seal(sinks)
                break
            # None where a signal interrupted the main thread, or the job was abandoned.
            outcome = job.result or INTERRUPTED
            if not work.policy.retries_after(outcome, attempt) or self._ends(block):
                break
            wait = wait_after(attempt, self._jitter)
            if deadline is not None and deadline.left() <= wait:
                yield Pause(deadline.left())
                if not self._ends(block):
                    outcome = deadline.outcome(sinks[1], in_doubt=False)
                break
            failure = outcome.failure and ticket.argv.failure(outcome.failure)
            yield Retrying(ticket.place, ticket.seq, ticket.argv, attempt, failure, wait)
            yield Pause(wait)
            # The wish to end the run may have ended the pause.
            if self._ends(block):
                break
            drop(sinks)
        return outcome, attempt, sinks

    def _outcome(
        self,
        work: Work,
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
    ) -> Outcome:
        """Run a command once; in any thread, at the same time as others."""
        # Only where nothing else reads the output does its loss leave nothing to run for.
        is_own = work.is_own(stdout)
        try:
            outcome = self._runner.run(
                work.words,
                stdout=stdout,
                stderr=stderr,
                cancellation=cancellation,
                capture=work.capture,
                live=work.alone,
                tokens=work.tokens,
                signer=work.signer,
                errand=work.errand,
            )
            stdout.flush()
            stderr.flush()
        except BrokenPipeError as error:
            outcome = INTERRUPTED if is_own else unwritten(error, stderr)
        # Who abandoned it has done so already, or gave up only this command.
        if outcome.is_abandoned and not cancellation.is_abandoned:
            self._run_end.halt(Cause.CLOSED)
        elif is_own and _is_lost(outcome):
            self._run_end.halt(Cause.UNWRITTEN)
        return outcome

    def _ends(self, block: Block) -> bool:
        return not self._run_end.allows(finishing=block.finishing)


def drop(sinks: Iterable[Sink]) -> None:
    """Forget output that nobody is to see."""
    for sink in sinks:
        if isinstance(sink, Spool):
            sink.drop()


def _seal(sinks: Iterable[Sink]) -> None:
    """Take nothing more from a command that goes on although it was abandoned."""
    for sink in sinks:
        if isinstance(sink, Spool | Tap):
            sink.seal()


def _is_lost(outcome: Outcome) -> bool:
    """Return whether the output of a command could not be written."""
    failure = outcome.failure
    return failure is not None and failure.local and failure.code == "OSError"
