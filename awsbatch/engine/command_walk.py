"""The walk of one command: its start, its attempts and its end."""

import itertools
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Outcome, unwritten
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.word import Word, text_of
from awsbatch.engine.block import Block
from awsbatch.engine.redirect import opened
from awsbatch.engine.retry import Policy, policy_of, wait_after
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import (
    READY,
    Job,
    NotReachedError,
    Pause,
    Step,
)
from awsbatch.engine.substitution import substitute
from awsbatch.engine.ticket import Ticket, Tickets
from awsbatch.event import (
    Ended,
    Retrying,
    Started,
    Status,
)
from awsbatch.exit_status import ExitStatus
from awsbatch.language.model import (
    Capture,
    Question,
    Run,
)
from awsbatch.output.sink import LiveOutput, Sink
from awsbatch.output.spool import Spool, Store
from awsbatch.record import record

_Commanding: TypeAlias = Run | Capture | Question

_NO_FILE = nullcontext()

INTERRUPTED = Outcome(ExitStatus.INTERRUPTED.value, ending=Ending.ABANDONED)


def _status(outcome: Outcome, policy: Policy) -> Status:
    if outcome.is_abandoned:
        return Status.ABANDONED
    if not outcome.exit_status:
        if outcome.partial is None:
            return Status.OK
        if policy.ignores_partial:
            return Status.IGNORED
        return Status.PARTIAL if outcome.partial.is_failure else Status.OK
    return Status.IGNORED if policy.ignores(outcome) else Status.FAILED


class CommandWalker:
    """Starts the commands of statements, runs them, tries them again, and reports their ends.

    One object serves all walks of a run. Its generators run in one thread at
    a time, and only `_outcome` in several at once.
    """

    def __init__(
        self,
        runner: CommandRunner,
        output: LiveOutput | None,
        run_end: RunEnd,
        tickets: Tickets,
        *,
        jobs: int,
        retries: int,
        jitter: Callable[[], float],
    ) -> None:
        self.runs = 0
        """How many commands were started that capture no result: these may need a `finally`."""
        self._runner = runner
        self._output = output
        self._run_end = run_end
        self._tickets = tickets
        self._jobs = jobs
        self._retries = retries
        self._jitter = jitter
        self._store = Store()

    def command(self, statement: _Commanding, block: Block) -> Generator[Step, None, Ended]:
        """Walk a statement's command, and return its end, which was yielded as well.

        Raise what `substitute` and `opened` raise, and `NotReachedError` if the
        run is to end, all before the command starts.
        """
        # Before the command is ready: one whose values are at fault takes no start of `--rate`.
        words = block.defaults.completed(
            substitute(statement.command.words, block.scope, self._runner.takes_pairs)
        )
        yield READY
        # Asked again: a wish to end the run may have come while this walk was held back.
        if not self._run_end.allows(finishing=block.finishing):
            raise NotReachedError
        argv = ("aws", *map(text_of, words))
        redirect = statement.redirect if isinstance(statement, Run) else None
        file = None if redirect is None else (yield from opened(redirect, block.scope))
        with file or _NO_FILE:
            ticket = self._tickets.issue(statement.place, block.round, argv)
            yield Started(ticket.place, ticket.seq, argv)
            # Whatever comes of it: a command may have made something before it failed.
            self.runs += isinstance(statement, Run)
            work = self._work(statement, block, words, file)
            outcome, attempts, (stdout, stderr) = yield from self._attempts(ticket, work, block)
            # Attempts that may be repeated do not write to the file: only the last one counts.
            if file is not None and isinstance(stdout, Spool):
                copying = Job(partial(_copied, stdout, file, outcome, stderr))
                yield copying
                outcome, stdout = copying.result or INTERRUPTED, file
        status = _status(outcome, work.policy)
        ended = ticket.ended(outcome, status, attempts=attempts, stdout=stdout, stderr=stderr)
        # An ignored failure is of no interest to a person, but a program may read its message.
        if status is Status.IGNORED and outcome.exit_status and self._output is not None:
            _drop([stderr])
            ended = replace(ended, stderr=None)
        # In this order: nothing new starts once the failure is told of.
        if status in (Status.FAILED, Status.PARTIAL):
            self._run_end.fail()
        yield ended
        return ended

    def _work(
        self, statement: _Commanding, block: Block, words: Sequence[Word], file: Sink | None
    ) -> "_Work":
        policy = policy_of(statement.command.modifiers, self._retries)
        beside = block.is_beside and self._jobs > 1
        # Beside others, output waits for its turn in the order of the script.
        live = None if beside or self._output is None else self._output.live()
        may_retry = policy.holds_stdout
        alone = self._output is not None and not block.is_beside and not may_retry
        tokens = IdempotencyTokens() if may_retry else None
        capture = not isinstance(statement, Run)
        return _Work(words, capture, policy, tokens, file, live, alone, self._store)

    def _attempts(
        self, ticket: Ticket, work: "_Work", block: Block
    ) -> Generator[Step, None, tuple[Outcome, int, tuple[Sink, Sink]]]:
        """Run a command as often as its policy says.

        Return the last outcome, the number of attempts, and the sinks of the last attempt.
        """
        for attempt in itertools.count(1):
            sinks = work.sinks()
            cancellation = Cancellation(partial(self._ends, block))
            job = Job(partial(self._outcome, work, *sinks, cancellation), cancellation)
            yield job
            # None where a signal interrupted the main thread, or the job was abandoned.
            outcome = job.result or INTERRUPTED
            if not work.policy.retries_after(outcome, attempt) or self._ends(block):
                break
            wait = wait_after(attempt, self._jitter)
            yield Retrying(ticket.place, ticket.seq, ticket.argv, attempt, outcome.failure, wait)
            yield Pause(wait)
            # The wish to end the run may have ended the pause.
            if self._ends(block):
                break
            _drop(sinks)
        return outcome, attempt, sinks

    def _outcome(
        self,
        work: "_Work",
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
    ) -> Outcome:
        """Run a command once; in any thread, at the same time as others."""
        # Only where nothing else reads the output does its loss leave nothing to run for.
        is_own = work.live is not None and stdout is work.live[0]
        try:
            outcome = self._runner.run(
                work.words,
                stdout=stdout,
                stderr=stderr,
                cancellation=cancellation,
                capture=work.capture,
                live=work.alone,
                tokens=work.tokens,
            )
            stdout.flush()
            stderr.flush()
        except BrokenPipeError as error:
            outcome = INTERRUPTED if is_own else unwritten(error, stderr)
        if outcome.is_abandoned or (is_own and _is_lost(outcome)):
            self._run_end.halt()
        return outcome

    def _ends(self, block: Block) -> bool:
        return not self._run_end.allows(finishing=block.finishing)


@record
class _Work:
    """What every attempt at a command needs."""

    words: Sequence[Word]
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

    def sinks(self) -> tuple[Sink, Sink]:
        """Return the standard output and error of the next attempt.

        Output that a further attempt or `@ignore` may make void is held back.
        """
        live, err = self.live or (None, None)
        out = self.file or live
        return (
            Spool(self.store) if out is None or self.policy.holds_stdout else out,
            Spool(self.store) if err is None or self.policy.holds_stderr else err,
        )


def _copied(spool: Spool, file: Sink, outcome: Outcome, stderr: Sink) -> Outcome:
    """Write the held-back output of the last attempt to its file, and return the outcome then."""
    try:
        for chunk in spool.chunks():
            file.write(chunk)
    except OSError as error:
        return unwritten(error, stderr)
    return outcome


def _drop(sinks: Iterable[Sink]) -> None:
    for sink in sinks:
        if isinstance(sink, Spool):
            sink.drop()


def _is_lost(outcome: Outcome) -> bool:
    """Return whether the output of a command could not be written."""
    failure = outcome.failure
    return failure is not None and failure.local and failure.code == "OSError"
