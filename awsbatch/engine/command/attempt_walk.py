"""The attempts at one command: as many as its policy allows, and their outcomes."""

import itertools
from collections.abc import Callable, Generator, Iterable
from functools import partial

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.excerpt import parts
from awsbatch.contract.outcome import Ending, Outcome, unwritten
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.word import text_of
from awsbatch.engine.block import Block
from awsbatch.engine.command.deadline import Deadline
from awsbatch.engine.command.retry import wait_after
from awsbatch.engine.command.work import Work
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import Job, Pause, Step
from awsbatch.engine.ticket import Ticket
from awsbatch.event import Cause, Retrying
from awsbatch.exit_status import ExitStatus
from awsbatch.output.sink import Sink
from awsbatch.output.spool import Spool
from awsbatch.output.tap import Tap
from awsbatch.redaction.secret import Secrets

INTERRUPTED = Outcome(ExitStatus.INTERRUPTED.value, ending=Ending.ABANDONED)


class AttemptWalker:
    """Runs commands as often as their policies say.

    Its generators run in one thread at a time, and only `_outcome` in several at once.
    """

    def __init__(
        self,
        runner: CommandRunner,
        run_end: RunEnd,
        jitter: Callable[[], float],
        secrets: Secrets,
    ) -> None:
        self._runner = runner
        self._secrets = secrets
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
            if outcome.secrets:
                # Before anything is told of it.
                what = f"a secret that `{_operation(work)}` gave"
                self._secrets.add(outcome.secrets, what, ticket.place)
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


def _operation(work: Work) -> str:
    return " ".join(parts(["aws", *map(text_of, work.words)]).operation)


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
