"""A statement whose turn has come: its number, and its end as an event."""

import time
from dataclasses import field, replace
from datetime import datetime, timezone
from typing import Any

from awsbatch.contract.guard import Refusal
from awsbatch.contract.loop_value import LoopValue
from awsbatch.contract.outcome import Outcome, refused_by_guard
from awsbatch.contract.plan import PlannedStep
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.engine.block import Block
from awsbatch.engine.command_mask import CommandMask
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.shown_command import ShownWords, WrittenWords
from awsbatch.event import SOUND, Blame, Ended, Started, Status, Undecided
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.error import AwsbatchError, FailedError
from awsbatch.fault.place import Place
from awsbatch.language.model import Capture, Command, Question, Run, Statement, While
from awsbatch.output.sink import Sink
from awsbatch.output.spool import Spool
from awsbatch.record import record

_WITHOUT_EXIT = (Status.ABANDONED, Status.PLANNED)
_WHAT = {Status.ABANDONED: "was abandoned", Status.PARTIAL: "was partial"}


def _now() -> datetime:
    return datetime.now(timezone.utc)


@record
class Ticket:
    """The number of a statement whose turn has come, and when that was."""

    place: Place
    seq: int
    round: tuple[int, ...]
    argv: ShownWords
    signer: str | None = None
    values: tuple[LoopValue, ...] = ()
    is_open: bool = False
    """As in `Ended`."""
    depth: int = 0
    """As in `Ended`."""
    finishing: bool = False
    """As in `Ended`."""
    started: datetime = field(default_factory=_now)
    # The wall clock may be set while a command runs, so that it measures no time.
    _clock: float = field(default_factory=time.perf_counter)

    def ended(
        self, outcome: Outcome, status: Status, *, attempts: int, stdout: Sink, stderr: Sink
    ) -> Ended:
        """Return the event for the end of a command, with the output that waits to be shown."""
        failure = outcome.failure
        # What ended it is no more its own than its exit status.
        if failure is not None and status is Status.ABANDONED:
            failure = None
        # By position: by their names, it would take more than twice as long, for every command.
        return Ended(
            self.place,
            self.seq,
            self.round,
            self.argv,
            status,
            None if status in _WITHOUT_EXIT else outcome.exit_status,
            self.started,
            time.perf_counter() - self._clock,
            attempts,
            outcome.value,
            _sealed(stdout),
            _sealed(stderr),
            failure and self.argv.failure(failure),
            outcome.partial and self.argv.partial(outcome.partial),
            self.signer,
            self.values,
            outcome.request_id,
            outcome.step,
            self.is_open,
            self.depth,
            self.finishing,
        )

    def planned(self, step: PlannedStep | None) -> Ended:
        """Return the event for a command that is not run; None if the planning was abandoned."""
        status = Status.ABANDONED if step is None else Status.PLANNED
        return self._not_run(status, None, step=step)

    def refused(self, refusal: Refusal) -> Ended:
        """Return the event for a command that is not planned, since a guard would refuse it."""
        outcome = refused_by_guard(refusal)
        failure = outcome.failure and self.argv.failure(outcome.failure)
        return replace(self._not_run(Status.FAILED, outcome.exit_status), failure=failure)

    def faulty(self, error: AwsbatchError) -> Ended:
        """Return the event for a statement that was not run because of a fault in it."""
        failed = isinstance(error, FailedError)
        exit_status = ExitStatus.FAILED if failed else ExitStatus.FAULT
        return self._not_run(Status.FAILED, exit_status.value, error=error)

    def done(self, value: Any) -> Ended:
        """Return the event for a command that an earlier run has carried out."""
        return replace(self._not_run(Status.DONE, None), value=value)

    def skipped(self, blame: Blame) -> Ended:
        """Return the event for a statement that was not run because of an earlier failure."""
        return self._not_run(Status.SKIPPED, None, blame=blame)

    def _not_run(
        self,
        status: Status,
        exit_status: int | None,
        *,
        error: AwsbatchError | None = None,
        blame: Blame | None = None,
        step: PlannedStep | None = None,
    ) -> Ended:
        return Ended(
            place=self.place,
            seq=self.seq,
            round=self.round,
            argv=self.argv,
            signer=self.signer,
            values=self.values,
            status=status,
            exit_status=exit_status,
            started=self.started,
            seconds=0.0,
            error=error,
            blame=blame,
            step=step,
            is_open=self.is_open,
            depth=self.depth,
            finishing=self.finishing,
        )


class Tickets:
    """The tickets of a run, numbered in the order in which they are issued.

    Statements that do not run get one as well, so that each end has a number.
    """

    def __init__(self, run_end: RunEnd, mask: CommandMask) -> None:
        self.mask = mask
        """What is masked in the words of commands."""
        self.secrets = mask.secrets
        """What is masked in all else."""
        self.last_started: Started | None = None
        """The command that was the last to begin, those of `finally` aside."""
        self._run_end = run_end
        self.lacking = 0
        """How many statements so far have failed or were skipped."""
        self.issued = 0
        """How many there are so far, which is the number of the last one."""

    def issue(
        self,
        place: Place,
        block: Block,
        argv: ShownWords,
        signer: Signer | UnknownSigner | None = None,
    ) -> Ticket:
        """Return the next ticket."""
        self.issued += 1
        name = None if signer is None else signer.name
        # Most commands are in no loop.
        values = block.values and tuple(each.without(argv.hidden) for each in block.values)
        return Ticket(
            place,
            self.issued,
            block.round,
            argv,
            name,
            values,
            block.is_open,
            block.depth,
            block.finishing,
        )

    def start(self, ticket: Ticket) -> Started:
        """Return the start of a command that has a ticket, which is about to run."""
        started = Started(ticket.place, ticket.seq, ticket.argv, ticket.values, ticket.round)
        if not ticket.finishing:
            self.last_started = started
        return started

    def faulty(self, statement: Statement, block: Block, error: AwsbatchError) -> Ended:
        """Return the end of a statement that was not run because of a fault, as a failure."""
        self.lacking += 1
        # First, as for a command: nothing new starts once the failure is told of.
        self._run_end.fail(statement.place)
        self.secrets.mask(error)
        return self._of(statement, block).faulty(error)

    def skipped(self, statement: Statement, block: Block, blame: Blame) -> Ended:
        """Return the end of a statement that was not run because of an earlier failure."""
        self.lacking += 1
        return self._of(statement, block).skipped(blame)

    def undecided(self, place: Place, text: str, block: Block) -> Undecided:
        """Return the event for a statement that a plan does not carry out, as it may be shown."""
        return Undecided(place, self.secrets.masked(text), block.depth)

    def unreadable(self, place: Place, block: Block, error: AwsbatchError) -> Ended:
        """Return the end of a line that could not be read as a statement, as a failure."""
        self.lacking += 1
        self._run_end.fail(place)
        return self.issue(place, block, ShownWords((), self.mask)).faulty(error)

    def _of(self, statement: Statement, block: Block) -> Ticket:
        command = _command(statement)
        words = () if command is None else command.words
        # Some of its `defaults` are not known where they are why it did not run.
        defaults = None if block.lost_defaults else block.defaults
        argv = WrittenWords(words, self.mask, defaults)
        # Whoever runs it again by its words alone would sign for another account.
        signer = block.defaults.signer if argv else None
        return self.issue(statement.place, block, argv, signer)


def blame_of(statement: Statement | Question, ended: Ended) -> Blame | None:
    """Return why what needs a statement's command is skipped; None if it is not."""
    if ended.status in SOUND:
        return None
    return Blame(statement.place, _WHAT.get(ended.status, "failed"))


def _command(statement: Statement) -> Command | None:
    match statement:
        case Run(command) | Capture(_, command) | While(Capture(_, command)):
            return command
        case _:
            return None


def _sealed(sink: Sink) -> Spool | None:
    """Return the sink, which takes no more, if its output waits to be shown; else None."""
    if not isinstance(sink, Spool):
        return None
    # An abandoned command may go on writing, while others read what it wrote so far.
    sink.seal()
    return sink
