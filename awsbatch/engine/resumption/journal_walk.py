"""What the journal of a run is told and asked of its commands."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from awsbatch.contract import quoting
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Refusal
from awsbatch.contract.journal import (
    Call,
    Conclusion,
    Done,
    Entry,
    Journal,
    Kept,
    Line,
    UnwrittenError,
)
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word, text_of
from awsbatch.engine.block import Block
from awsbatch.engine.command.change_watch import ChangeWatch
from awsbatch.engine.command.redirect import keeps, name_of, write_line
from awsbatch.engine.resumption.journal_stop import JournalStop
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.engine.shown_command import ShownWords
from awsbatch.engine.step import Job, NotReachedError, Step, StoppedError
from awsbatch.engine.ticket import Tickets
from awsbatch.event import SOUND, Cause, Ended, Event, Status
from awsbatch.fault.place import Place
from awsbatch.language.model import Capture, Commanding, Redirect, Run

_UNSENT = "nothing of this command was sent; the run can be resumed once the log can be written"


class JournalWalker:
    """Asks a journal what to do with commands, and has it note those that run.

    One object serves all walks of a run, one of them at a time.
    """

    def __init__(
        self,
        journal: Journal,
        run_end: RunEnd,
        tickets: Tickets,
        watch: ChangeWatch,
    ) -> None:
        self.journal = journal
        self.stop = JournalStop(run_end, tickets.secrets)
        self._run_end = run_end
        self._tickets = tickets
        self._watch = watch

    def look(
        self,
        statement: Commanding,
        block: Block,
        words: Sequence[Word],
        argv: ShownWords,
        signer: Signer | UnknownSigner | None,
    ) -> Generator[Step, None, Entry | Ended]:
        """Return what the journal has of a command that is to run.

        Or the end that a command had that was done before. Raise
        `NotReachedError` if the run is to end, as it is with a command that
        the journal refuses.
        """
        call = _call(statement, block, words, argv, signer)
        if not self.journal.knows(call):
            yield from self._learn(call, block)
        found = self.journal.look(call)
        match found:
            case Entry():
                return found
            case Refusal(message, hint):
                raise StoppedError(self.stop.refused(statement.place, Cause.CHANGED, message, hint))
            case Done(value, is_ignored):
                # What an earlier run has changed is for this one to put right.
                self._watch.note()
                ticket = self._tickets.issue(statement.place, block, argv, signer)
                ended = ticket.done(value)
                yield ended
                return replace(ended, status=Status.IGNORED if is_ignored else Status.OK)

    def write_line(self, redirect: Redirect, text: str, scope: Scope, place: Place) -> None:
        """Write a line to a redirect's file, unless an earlier run has.

        Raise as `redirect.write_line` does, and `NotReachedError`, ending the
        run, where it cannot be noted.
        """
        line = Line(text_of(name_of(redirect, scope)), text, redirect.append)
        if self.journal.has(line):
            return
        write_line(redirect, text, scope)
        try:
            self.journal.add(line)
        except UnwrittenError as error:
            hint = "the log does not show that this line was written"
            refused = self.stop.refused(place, Cause.UNLOGGED, error.message, hint)
            raise StoppedError(refused) from None

    def _learn(self, call: Call, block: Block) -> Iterator[Step]:
        cancellation = Cancellation(lambda: not self._run_end.allows(finishing=block.finishing))

        def learn() -> bool:
            self.journal.learn(call, cancellation)
            return True

        job = Job(learn, cancellation)
        yield job
        # No result where a signal interrupted it, or it was abandoned.
        if not (job.result and self._run_end.allows(finishing=block.finishing)):
            raise NotReachedError

    def begin(self, entry: Entry, place: Place) -> None:
        """Have it noted that a command is about to be sent.

        Raise `NotReachedError`, and end the run, where that cannot be.
        """
        try:
            self.journal.begin(entry)
        except UnwrittenError as error:
            hint = error.hint or _UNSENT
            raise StoppedError(
                self.stop.refused(place, Cause.UNLOGGED, error.message, hint)
            ) from None

    def end(self, entry: Entry, ended: Ended, outcome: Outcome) -> Iterable[Event]:
        """Have it noted how a command ended; end the run where that cannot be.

        Return what is to be told then.
        """
        status = ended.status
        in_doubt, kept = False, None
        if entry.is_noted and status not in SOUND:
            in_doubt = status is Status.ABANDONED or outcome.in_doubt or _is_lost(entry, outcome)
        elif entry.is_noted and entry.call.is_captured:
            kept = Kept(*self._tickets.secrets.kept_value(ended.result))
        conclusion = Conclusion(
            status.value, ended.exit_status, ended.started, ended.seconds, in_doubt, kept
        )
        try:
            self.journal.end(entry, conclusion)
        except UnwrittenError as error:
            hint = f"the log does not show that this command has ended ({status.value})"
            hint = f"{hint}: {quoting.joined(ended.argv)}"
            return (self.stop.refused(ended.place, Cause.UNLOGGED, error.message, hint),)
        return ()


def _is_lost(entry: Entry, outcome: Outcome) -> bool:
    """Return whether the same request is to be sent again, since its answer was lost.

    Without a token that would be another request, as after any failure.
    """
    failure = outcome.failure
    return failure is not None and failure.unanswered and entry.tokens is not None


def _call(
    statement: Commanding,
    block: Block,
    words: Sequence[Word],
    argv: ShownWords,
    signer: Signer | UnknownSigner | None,
) -> Call:
    # Only a plan has one, which has no journal.
    assert not isinstance(signer, UnknownSigner)  # noqa: S101 (for the type checker)
    # Whoever has a journal gives each file a book.
    assert block.spots is not None  # noqa: S101 (for the type checker)
    rounds = block.rounds
    file, appends, is_captured = None, False, False
    if not isinstance(statement, Run):
        # Of a question, with which of two ways its command ended in.
        is_captured = isinstance(statement, Capture) or bool(statement.command.modifiers.ignore)
    elif statement.redirect is not None and keeps(statement.redirect):
        file, appends = text_of(name_of(statement.redirect, block.scope)), statement.redirect.append
    return Call(
        words,
        signer,
        argv,
        block.spots.of(statement, loops=len(rounds), finishing=block.finishing),
        str(statement.place),
        rounds,
        is_captured,
        file,
        appends,
    )
