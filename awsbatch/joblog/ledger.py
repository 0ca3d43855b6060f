"""What the lines of a log and of its state come to for each command, by its Seq.

In arrays: a log may have a hundred thousand commands, and a run that resumes
it has them all in memory.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum

from awsbatch.contract.journal import Finished
from awsbatch.joblog.row import IN_DOUBT, Row
from awsbatch.joblog.state_file import Begun

KEY_BYTES = 32
"""Of the words and the place of a command."""


_AT_ONCE = 1024
"""For how many commands more there is a place, once there is none for one."""


class Fate(IntEnum):
    """What is known of a command."""

    UNKNOWN = 0
    """Nothing has this Seq."""
    UNDONE = 1
    DONE = 2
    IGNORED = 3
    """It is done, since it failed in a way that its `@ignore` expects."""
    DOUBT = 4
    """It was sent, and may have been carried out or not."""
    AGAIN = 5
    """It is that, and a person has said that it is to be sent again."""


OPEN = (Fate.DOUBT, Fate.AGAIN)
"""What is known of a command that may have been carried out or not."""
FINAL = (Fate.DONE, Fate.IGNORED)
"""What is known of a command that is not to be run again."""


class Kind(IntEnum):
    """What a command is to a run that resumes."""

    UNNOTED = 0
    """Nothing was noted of it: it reads, or what was noted is lost, as by a loss of power."""
    LOCAL = 1
    CHANGE = 2
    SAFE = 3
    """A change that may be sent twice, with the same idempotency token."""


class Ledger:
    """What is known of each command."""

    def __init__(self, most: int) -> None:
        """Know nothing yet; no Seq is higher than `most`."""
        self.finished = dict[str, Finished]()
        """The files of which the `finally` has begun."""
        self.accounts = dict[str, str | None]()
        """The accounts of access keys, by their digests; None where the id stands for it."""
        self.lines = Counter[bytes]()
        """The keys of lines that were written to files, each with how often."""
        self.lost: Sequence[int] = ()
        """The commands that began and have no row of that."""
        self.is_bound = False
        """Whether a row was found which the state has, too."""
        self.next_seq = 1
        """The lowest Seq of which nothing is known, nor of any above it."""
        self._most = most
        self._fates = bytearray()
        self._kinds = bytearray()
        self._keys = bytearray()
        self._lost = set[int]()
        """Those that began in a run which has ended, and have no row of that."""
        self._rows = array("I")
        self._final_rows = array("I")
        """How many of its rows say how it ended."""
        self._needed = array("I")
        """How many rows it has if it is not in doubt."""
        self._void = array("I")
        """How many of its rows, from the first on, do not count any more."""
        self._begun = array("Q")
        """The byte of the state where it last began; 0 where nothing was noted."""
        self._kept = array("Q")
        """The byte of the state where its result is; 0 where there is none."""
        self._ended = array("Q")
        """The byte of the log where its last row is; 0 where it has none."""
        rows = (self._rows, self._final_rows, self._needed, self._void)
        self._numbers = (*rows, self._begun, self._kept, self._ended)

    def begin(self, begun: Begun, at: int) -> None:
        """Take in that a command began, as the byte `at` of the state has it."""
        seq = begun.seq
        self._reach(seq)
        self._fates[seq] = Fate.DOUBT
        self._kinds[seq] = _kind(begun)
        self._put_key(seq, begun.words, begun.place)
        self._begun[seq], self._kept[seq] = at, 0
        # Counted, so that a row which a person takes out leaves a doubt of its own command only.
        if seq in self._lost:
            self._lost.remove(seq)
        else:
            self._needed[seq] += 1

    def keep(self, seq: int, at: int) -> None:
        """Take in that the result of a command is kept at a byte of the state."""
        self._reach(seq)
        self._kept[seq] = at

    def lose(self, seqs: Sequence[int]) -> None:
        """Take in that commands began of which no row will come."""
        for seq in seqs:
            self._reach(seq)
            self._lost.add(seq)

    def forget(self, forgotten: Sequence[tuple[int, int]], fate: Fate = Fate.UNDONE) -> None:
        """Take in that what commands have of rows does not count any more: as many as are given.

        It is `fate` that is known of them then.
        """
        for seq, rows in forgotten:
            self._reach(seq)
            self._fates[seq] = fate
            self._needed[seq] = self._void[seq] = rows
            self._lost.discard(seq)

    def end(self, row: Row, at: int) -> None:
        """Take in a row of ours, from the byte `at` of the log, after all that the state says."""
        seq = row.seq
        self._reach(seq)
        self._rows[seq] += 1
        self._final_rows[seq] += row.status != IN_DOUBT
        self._ended[seq] = at
        if self._rows[seq] <= self._void[seq]:
            return
        self._fates[seq] = _fate(row)
        if not self._begun[seq]:
            self._put_key(seq, row.words, row.place)
        elif self._rows[seq] >= self._needed[seq]:
            if self.key(seq) == bytes.fromhex(row.words + row.place):
                self.is_bound = True
            else:
                self._fates[seq] = Fate.DOUBT

    def end_elsewhere(self, row: Row) -> None:
        """Take in a row that GNU parallel has added for a command that has one of ours."""
        seq = row.seq
        # What fails there leaves a doubt: it was another request than the one in doubt.
        if row.is_done or self._fates[seq] in FINAL:
            self._fates[seq] = _fate(row)
            self._kept[seq] = self._needed[seq] = 0

    def settle(self) -> None:
        """Find out what began and has no row of that, once all rows were taken in."""
        counts = zip(self._rows, self._needed, strict=True)
        self.lost = [seq for seq, (rows, needed) in enumerate(counts) if rows < needed]
        for seq in self.lost:
            self._fates[seq] = Fate.DOUBT

    def row_at(self, seq: int) -> int | None:
        """Return the byte of the log where the last row of ours for a command is."""
        return self._ended[seq] or None if seq < len(self._ended) else None

    def key(self, seq: int) -> bytes:
        """Return the words and the place of a command."""
        return bytes(self._keys[seq * KEY_BYTES : (seq + 1) * KEY_BYTES])

    def fate(self, seq: int) -> Fate:
        """Return what is known of a command."""
        return Fate(self._fates[seq]) if seq < len(self._fates) else Fate.UNKNOWN

    def kind(self, seq: int) -> Kind:
        """Return what a command is to a run that resumes."""
        return Kind(self._kinds[seq])

    def rows(self, seq: int) -> int:
        """Return how many rows of ours a command has."""
        return self._rows[seq] if seq < len(self._rows) else 0

    def final_rows(self, seq: int) -> int:
        """Return how many rows of ours say how a command ended, but for those in doubt."""
        return self._final_rows[seq] if seq < len(self._final_rows) else 0

    def begun_at(self, seq: int) -> int:
        """Return the byte of the state where a command was noted."""
        return self._begun[seq]

    def kept_at(self, seq: int) -> int | None:
        """Return the byte of the state where the result of a command is kept."""
        return self._kept[seq] or None

    def each(self, *fates: Fate) -> Iterator[int]:
        """Yield the Seq of each command of which one of these is known."""
        return (seq for seq, fate in enumerate(self._fates) if fate in fates)

    def _reach(self, seq: int) -> None:
        """Have a place for a command; raise `ValueError` for a Seq that cannot be one."""
        if not 0 < seq <= self._most:
            raise ValueError(seq)
        if seq < self.next_seq:
            return
        self.next_seq = seq + 1
        if seq >= len(self._fates):
            more = max(seq + 1 - len(self._fates), _AT_ONCE)
            self._fates.extend(bytes(more))
            self._kinds.extend(bytes(more))
            self._keys.extend(bytes(more * KEY_BYTES))
            for numbers in self._numbers:
                numbers.frombytes(bytes(more * numbers.itemsize))

    def _put_key(self, seq: int, words: str, place: str) -> None:
        key = bytes.fromhex(words + place)
        if len(key) != KEY_BYTES:
            raise ValueError(key)
        self._keys[seq * KEY_BYTES : (seq + 1) * KEY_BYTES] = key


def _fate(row: Row) -> Fate:
    if row.status == IN_DOUBT:
        return Fate.DOUBT
    if not row.is_done:
        return Fate.UNDONE
    return Fate.IGNORED if row.status == "ignored" else Fate.DONE


def _kind(begun: Begun) -> Kind:
    if begun.is_local:
        return Kind.LOCAL
    return Kind.SAFE if begun.has_token else Kind.CHANGE
