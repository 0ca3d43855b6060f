"""The walk of one command: its start, its attempts and its end."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from awsbatch.contract.effect import Effect
from awsbatch.contract.outcome import Ending, Outcome, Remedy, unwritten
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word
from awsbatch.engine.block import Block
from awsbatch.engine.command.attempt_walk import INTERRUPTED, AttemptWalker, drop
from awsbatch.engine.command.change_watch import ChangeWatch
from awsbatch.engine.command.guard_stop import GuardStop
from awsbatch.engine.command.hindrance import Hindrance
from awsbatch.engine.command.redirect import keeps, opened
from awsbatch.engine.command.retry import Policy
from awsbatch.engine.command.row_walk import RowWalker
from awsbatch.engine.command.work import Work, Works
from awsbatch.engine.planning.plan_walk import PlanWalker
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.shown_command import ShownWords
from awsbatch.engine.step import (
    READY,
    Job,
    NotReachedError,
    Step,
)
from awsbatch.engine.substitution import substitute
from awsbatch.engine.ticket import Ticket, Tickets
from awsbatch.event import (
    Ended,
    Status,
)
from awsbatch.fault.error import FailedError
from awsbatch.language.model import Commanding, Run
from awsbatch.output.sink import LiveOutput, Sink
from awsbatch.output.spool import Spool
from awsbatch.output.withheld import Withheld
from awsbatch.redaction.leaf import leaves

if TYPE_CHECKING:
    from awsbatch.engine.resumption.journal_walk import JournalWalker

_NO_FILE = nullcontext()
_WITHOUT_EXIT = (Ending.ABANDONED, Ending.PLANNED)
_FAILURES = (Status.FAILED, Status.PARTIAL)


def _status(outcome: Outcome, policy: Policy) -> Status:
    if outcome.ending in _WITHOUT_EXIT:
        return Status.PLANNED if outcome.is_planned else Status.ABANDONED
    if not outcome.exit_status:
        if outcome.partial is None:
            return Status.OK
        if policy.ignores_partial:
            return Status.IGNORED
        return Status.PARTIAL if outcome.partial.is_failure else Status.OK
    return Status.IGNORED if policy.ignores(outcome) else Status.FAILED


class CommandWalker:
    """Starts the commands of statements, runs them, tries them again, and reports their ends.

    One object serves all walks of a run, one of them at a time.
    """

    def __init__(  # noqa: PLR0913 (all that each command needs)
        self,
        runner: CommandRunner,
        output: LiveOutput | None,
        run_end: RunEnd,
        tickets: Tickets,
        watch: ChangeWatch,
        rows: RowWalker,
        hindrance: Hindrance,
        plans: PlanWalker | None,
        *,
        guard_stop: GuardStop,
        journals: "JournalWalker | None",
        works: Works,
        jitter: Callable[[], float],
    ) -> None:
        self._runner = runner
        self._output = output
        self._run_end = run_end
        self._tickets = tickets
        self._watch = watch
        self._works = works
        self._rows = rows
        self._hindrance = hindrance
        self._guard_stop = guard_stop
        self._journals = journals
        self._plans = plans
        self._attempts = AttemptWalker(runner, run_end, jitter, tickets.secrets)

    def command(self, statement: Commanding, block: Block) -> Generator[Step, None, Ended]:
        """Walk a statement's command, and return its end, which was yielded as well.

        Of one that was done before, return the end that it had then. Raise
        what `substitute` and `opened` raise, and `NotReachedError` if the run
        is to end, all before the command starts.
        """
        # Before the command is ready: one whose values are at fault takes no start of `--rate`.
        given = substitute(statement.command.words, block.scope, self._runner.takes_pairs)
        defaults = block.defaults
        words = shown = defaults.completed(given)
        signer: Signer | UnknownSigner | None = None
        if defaults.signer is not None:
            signer, shown = defaults.signed(given)
        argv = ShownWords(shown, self._tickets.mask)
        entry, journals = None, self._journals
        if journals is not None:
            # Before that as well: what was done before takes none either.
            found = yield from journals.look(statement, block, words, argv, signer)
            if isinstance(found, Ended):
                return found
            entry = found
        yield READY
        # Asked again: a wish to end the run may have come while this walk was held back.
        if not self._run_end.allows(finishing=block.finishing):
            raise NotReachedError
        redirect = statement.redirect if isinstance(statement, Run) else None
        if self._plans is not None and self._plans.takes(words, signer, redirect):
            return (yield from self._plans.walk(statement, block, words, shown, signer, redirect))
        # Only a plan has one, and takes each command that it would sign.
        assert not isinstance(signer, UnknownSigner)  # noqa: S101 (for the type checker)
        file = None if redirect is None else (yield from opened(redirect, block.scope))
        with file or _NO_FILE:
            if journals is not None and entry is not None:
                journals.begin(entry, statement.place)
            ticket = self._tickets.issue(statement.place, block, argv, signer)
            self._watch.start(words, writes=redirect is not None and keeps(redirect))
            yield self._tickets.start(ticket)
            tokens = None if entry is None else entry.tokens
            work = self._works.of(statement, ticket, block, words, signer, file, tokens)
            outcome, attempts, sinks = yield from self._attempts.walk(ticket, work, block)
            stdout, stderr = sinks
            # Attempts that may be repeated do not write to the file: only the last one counts.
            if file is not None and isinstance(stdout, Spool):
                copying = Job(partial(_copied, stdout, file, outcome, stderr))
                yield copying
                outcome, stdout = copying.result or INTERRUPTED, file
        ended = self._ended(ticket, work, outcome, attempts, (stdout, stderr))
        if journals is not None and entry is not None:
            yield from journals.end(entry, ended, outcome)
        ended = self._settled(ended, work, outcome, stderr)
        told = self._told(ended, words)
        if outcome.refusal is None and not outcome.uses:
            yield told
        else:
            yield from self._telling(told, outcome)
        return ended

    def _telling(self, ended: Ended, outcome: Outcome) -> Iterator[Step]:
        """Tell of the end of a command, and of that of the run if it comes of it."""
        if outcome.refusal is not None:
            return self._guard_stop.tell(ended, outcome.refusal)
        return self._rows.tell(ended, outcome)

    def _told(self, ended: Ended, words: Sequence[Word]) -> Ended:
        """Return the end of a command as reports have it: those of a plan keep no keys."""
        if self._plans is None or ended.value is None:
            return ended
        is_key = self._runner.effect(words) is Effect.CREDENTIALS
        return replace(ended, value=None) if is_key else ended

    def _ended(
        self,
        ticket: Ticket,
        work: Work,
        outcome: Outcome,
        attempts: int,
        sinks: tuple[Sink, Sink],
    ) -> Ended:
        """Return the end of a command, of whose result nothing secret is shown from now on."""
        if work.hides is not None:
            self._tickets.secrets.add_explicit(leaves(outcome.value), work.hides, ticket.place)
        stdout, stderr = sinks
        status = _status(outcome, work.policy)
        return ticket.ended(outcome, status, attempts=attempts, stdout=stdout, stderr=stderr)

    def _settled(self, ended: Ended, work: Work, outcome: Outcome, stderr: Sink) -> Ended:
        """Return the end of a command as it is told, with what it means for the run.

        Raise as `_hindered` does.
        """
        if self._plans is not None:
            self._plans.note(outcome)
        remedy = self._hindrance.remedy(outcome, work.policy) if outcome.exit_status else None
        if remedy is not None:
            ended = self._hindered(ended, remedy, work)
        elif work.live is not None and isinstance(work.live[1], Withheld):
            work.live[1].release()
        # An ignored failure is of no interest to a person, and the other has a better message;
        # but a program may read what the AWS CLI says.
        is_ignored = outcome.exit_status and ended.status is Status.IGNORED
        if (is_ignored or remedy is not None) and self._output is not None:
            drop([stderr])
            ended = replace(ended, stderr=None)
        if outcome.refusal is not None:
            if not outcome.refusal.is_inside:
                self._watch.forget(work.words)
        # In this order: nothing new starts once the failure is told of.
        elif ended.status in _FAILURES:
            self._tickets.lacking += 1
            self._run_end.fail(ended.place)
        return ended

    def _hindered(self, ended: Ended, remedy: Remedy, work: Work) -> Ended:
        """End the run with the end of a command that shows that none can work.

        Raise `NotReachedError` for all but the first, as if it had not begun.
        """
        self._watch.forget(work.words)
        if not self._hindrance.end(ended.place):
            raise NotReachedError
        error = FailedError(remedy.message, place=ended.place, hint=remedy.hint)
        self._tickets.secrets.mask(error)
        return replace(ended, error=error)


def _copied(spool: Spool, file: Sink, outcome: Outcome, stderr: Sink) -> Outcome:
    """Write the held-back output of the last attempt to its file, and return the outcome then."""
    try:
        for chunk in spool.chunks():
            file.write(chunk)
    except OSError as error:
        return unwritten(error, stderr)
    return outcome
