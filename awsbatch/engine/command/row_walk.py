"""The end of a run that gives up, decided where a command or a `defaults` has failed."""

from collections.abc import Generator, Iterator

from awsbatch.contract.outcome import Outcome
from awsbatch.contract.runner import CommandRunner
from awsbatch.engine.command.give_up import Rows
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.step import Job, Step
from awsbatch.engine.ticket import Tickets
from awsbatch.event import Cause, Ended, Refused, Status
from awsbatch.fault.place import Place


class RowWalker:
    """Counts failures in a row, and ends the run with the last of many alike.

    One object serves all walks of a run, one of them at a time.
    """

    def __init__(
        self, runner: CommandRunner, run_end: RunEnd, tickets: Tickets, *, gives_up: bool
    ) -> None:
        self._runner = runner
        self._run_end = run_end
        self._tickets = tickets
        self._rows = Rows() if gives_up else None

    def tell(self, ended: Ended, outcome: Outcome) -> Iterator[Step]:
        """Tell of a command's end, and then of the end of the run, if it gives up."""
        is_ignored = ended.status is Status.IGNORED
        refused = yield from self.take(outcome, ended.place, ended.seq, is_ignored=is_ignored)
        yield ended
        if refused is not None:
            yield refused

    def take(
        self, outcome: Outcome, place: Place, seq: int, *, is_ignored: bool = False
    ) -> Generator[Step, None, Refused | None]:
        """Take note of an outcome, before it is told of; return what to tell after it, if anything.

        `seq` is that of the command, or of the last one that began before.
        """
        if self._rows is None or self._run_end.finishing:
            return None
        row = self._rows.take(outcome, place, is_ignored=is_ignored)
        failure = outcome.failure
        if row is None or failure is None or failure.lasting is None:
            return None
        if row.is_new and failure.lasting.of_credentials:
            # A job, since it waits for a client that is being made.
            yield Job(self._runner.look_again)
            row.last_before = self._tickets.issued
        if row.is_over(seq) and self._run_end.refuse(row.since, Cause.GAVE_UP):
            return Refused(row.since, row.error(failure), cause=Cause.GAVE_UP)
        return None
