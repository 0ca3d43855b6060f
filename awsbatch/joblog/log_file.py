"""A log and its state, as the run that adds to them has them open."""

import os
from collections.abc import Callable, Sequence

from awsbatch.contract.journal import Conclusion, Entry, UnwrittenError
from awsbatch.fault.wording import quoted, reason
from awsbatch.joblog.appended_file import AppendedFile
from awsbatch.joblog.history import History
from awsbatch.joblog.ledger import Ledger
from awsbatch.joblog.log_reading import LogReading
from awsbatch.joblog.row import HEADER, Row, ended, formatted
from awsbatch.joblog.state_file import Head, StateFile
from awsbatch.joblog.synced import Synced


class LogFile:
    """A log that this run has for itself, until it is closed at the end of a `with`."""

    def __init__(
        self, reading: LogReading, head: Head, *, undo: Callable[[], object] | None = None
    ) -> None:
        """Take both files, open for appending, with a head each and whole lines.

        Where they were made for this run, `undo` puts back what was there before.
        """
        self.head = head
        self.is_new = undo is not None
        """Whether no run before this one had it."""
        self._undo = undo
        self._is_closed = False
        self._reading = reading
        self._ledger = Ledger(0)
        self._synced = Synced((reading.number, reading.state_number))
        self._rows = AppendedFile(reading.number, reading.path, self._synced)
        self._is_empty = self.size == len(HEADER)
        self.state = StateFile(AppendedFile(reading.state_number, reading.state_path, self._synced))

    @property
    def path(self) -> str:
        """The log, as the command line has it."""
        return self._reading.path

    @property
    def size(self) -> int:
        """The number of bytes of the log."""
        return os.fstat(self._reading.number).st_size

    def history(self) -> History:
        """Return what is in the log; raise `UsageError`."""
        self._ledger = self._reading.ledger()
        return History(self._ledger, self._reading)

    def start(self) -> None:
        """Note that a run begins, which has the `history`; raise `UnwrittenError`."""
        if not self.is_new:
            self.state.resume(self._ledger.lost)
        self._undo = None

    def append(self, row: Row) -> None:
        """Add a row; raise `UnwrittenError`."""
        if self._is_empty:
            self._bind(row)
        self._rows.append(formatted(row))

    def end(self, entry: Entry, conclusion: Conclusion, command: str) -> None:
        """Add the row of a command that has ended; raise `UnwrittenError`."""
        if self._is_empty:
            self._bind(entry)
        self._rows.append(ended(entry, conclusion, command))

    def _bind(self, row: Row | Entry) -> None:
        self.state.bind(row.seq, row.words, row.place)
        self._is_empty = False

    def forget(self, seqs: Sequence[int]) -> None:
        """Have nothing count that `history` was told of commands; raise `UnwrittenError`."""
        self.state.forget({seq: self._ledger.rows(seq) for seq in seqs})

    def agree(self, seqs: Sequence[int]) -> None:
        """Have commands sent again that are in doubt, and no others; raise `UnwrittenError`."""
        self.state.agree({seq: self._ledger.rows(seq) for seq in seqs})

    def close(self) -> UnwrittenError | None:
        """Have what was written on the disk, let others have the log, and return what failed.

        What was written is there in any case, unless the machine fails. A log
        that was made for a run which has not begun is not left there. It may
        be closed again.
        """
        if self._is_closed:
            return None
        self._is_closed = True
        self._synced.close()
        if self._undo is not None:
            self._undo()
        os.close(self._reading.state_number)
        os.close(self._reading.number)
        if (error := self._synced.error) is None:
            return None
        return UnwrittenError(f"cannot write {quoted(self.path)}: {reason(error)}")
