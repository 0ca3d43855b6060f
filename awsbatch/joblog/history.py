"""What earlier runs have done of what a run is about to do."""

from collections.abc import Callable, Mapping, Sequence

from awsbatch.contract.effect import Effect
from awsbatch.contract.journal import Finished, Kept
from awsbatch.joblog.key_index import SEQ_BYTES, KeyIndex
from awsbatch.joblog.ledger import FINAL, OPEN, Fate, Kind, Ledger
from awsbatch.joblog.log_reading import LogReading
from awsbatch.joblog.row import Row
from awsbatch.joblog.state_file import Begun, as_begun, file_name

_WORDS = 16
_T = 8
"""Of how many bytes the statement's part of a place is."""


class Past:
    """A command of an earlier run that changed something."""

    def __init__(self, seq: int, ledger: Ledger, reading: LogReading) -> None:
        self.seq = seq
        """Its number in the log."""
        self.in_doubt = ledger.fate(seq) in OPEN
        """Whether it may have been carried out or not; else it was."""
        self.is_ignored = ledger.fate(seq) is Fate.IGNORED
        """Whether it had failed in a way that its `@ignore` expects."""
        self._ledger = ledger
        self._reading = reading

    @property
    def command(self) -> str:
        """The command as it may be shown, on one line."""
        return self.begun.command

    @property
    def kept(self) -> Kept | None:
        """Its result; None where that was not kept."""
        at = self._ledger.kept_at(self.seq)
        if at is None:
            return None
        _, _, value, is_whole = self._reading.told(at)
        return Kept(value, is_whole)

    @property
    def begun(self) -> Begun:
        """What was noted of it before it was sent; what its row says where that is lost."""
        if at := self._ledger.begun_at(self.seq):
            return as_begun(self._reading.told(at))
        return _begun_by(self._reading.row(self._ledger.row_at(self.seq) or 0))


class History:
    """The commands of earlier runs, each of which is taken once.

    Equal commands are interchangeable, so that no order of starts tells them
    apart. Words and places are told as `Entry` has them.
    """

    def __init__(self, ledger: Ledger, reading: LogReading) -> None:
        self._ledger = ledger
        self._reading = reading
        self.next_seq = ledger.next_seq
        """The lowest number such that no command of the log has it or a higher one."""
        self.accounts = ledger.accounts
        """See `Ledger.accounts`."""
        done = [*ledger.each(*FINAL)]
        undone = [*ledger.each(Fate.UNDONE, *OPEN)]
        self._taken = bytearray(self.next_seq)
        self._unmet = {seq for seq in ledger.each(*OPEN) if ledger.kind(seq) is not Kind.LOCAL}
        self._done, self._done_at = self._indices(done)
        self._undone, self._undone_at = self._indices(undone)

    @property
    def doubts(self) -> Sequence[Begun]:
        """The commands that a person must decide on before anything runs."""
        ledger = self._ledger
        kinds = Kind.CHANGE, Kind.UNNOTED
        found = (seq for seq in ledger.each(Fate.DOUBT) if ledger.kind(seq) in kinds)
        return [Past(seq, ledger, self._reading).begun for seq in found]

    @property
    def unmet(self) -> Sequence[Begun]:
        """The commands that may have been carried out, and of which `seq` was not asked yet."""
        return [Past(seq, self._ledger, self._reading).begun for seq in sorted(self._unmet)]

    def leave(self, found: Sequence[Begun]) -> None:
        """Have commands not count as `unmet`, of which it is known that they are not reached."""
        self._unmet.difference_update(each.seq for each in found)

    def take(self, words: str, place: str, *, local: bool = False) -> Past | None:
        """Return a done command of these words at this place, which is then taken.

        Of one that is `local`, only if that was noted: else it was a read, and kept nothing.
        """
        at = self._done.each(bytes.fromhex(words + place))
        return self._past(next(filter(self._counts(local=local), at), None), takes=True)

    def take_moved(
        self, words: str, place: str, is_current: Callable[[str], bool], *, local: bool = False
    ) -> Past | None:
        """Return a done command of these words whose statement is gone, which is then taken.

        `is_current` says whether there is a statement, as the first half of a
        place tells it. One with the same values of loops is preferred.
        """
        what, where = bytes.fromhex(words), bytes.fromhex(place)
        seq = _moved(self._done, what, where, is_current, self._counts(local=local))
        return self._past(seq, takes=True)

    def changed(self, words: str, place: str) -> Past | None:
        """Return a change at this place, of other words, that was done or may have been.

        It is not taken. There is none where this very command may have been done.
        """
        what, at = bytes.fromhex(words), bytes.fromhex(place)
        ledger = self._ledger
        if any(map(self._is_open, self._undone.each(what + at))):
            return None
        changes = (
            seq
            for index in (self._done_at, self._undone_at)
            for seq in index.each(at)
            if ledger.fate(seq) is not Fate.UNDONE and ledger.kind(seq) != Kind.LOCAL
        )
        return self._past(next(changes, None))

    def drop(self, past: Past) -> None:
        """Have a command taken, though none of this run is the same."""
        self._taken[past.seq] = True

    def seq(self, words: str, place: str, is_current: Callable[[str], bool]) -> int | None:
        """Return the number of a command that is to be run again, which is then taken.

        That of one with the same words at this place; else of one in doubt with the same words
        whose statement is gone; else of one at this place.
        """
        what, where = bytes.fromhex(words), bytes.fromhex(place)
        found = self._undone.first(what + where)
        if found is None:
            found = _moved(self._undone, what, where, is_current, self._is_open)
        if found is None:
            found = self._undone_at.first(where)
        if found is not None:
            self._taken[found] = True
            if self._ledger.key(found).startswith(what):
                self._unmet.discard(found)
        return found

    def rows(self, seq: int) -> int:
        """Return how many rows say how a command ended, but for those in doubt.

        A command in doubt has as many as when it was sent: with a token made
        of that number, it is the same request again.
        """
        return self._ledger.final_rows(seq)

    def is_repeated(self, seq: int, words: str) -> bool:
        """Return whether a command of these words with this number is one in doubt, sent again."""
        ledger = self._ledger
        return self._is_in_doubt(seq) and ledger.key(seq).startswith(bytes.fromhex(words))

    def take_line(self, key: str) -> bool:
        """Return whether a line was written to a file, once for each time that it was."""
        lines, found = self._ledger.lines, bytes.fromhex(key)
        if not lines[found]:
            return False
        lines[found] -= 1
        return True

    def finished(self, file: str) -> Finished | None:
        """Return what was noted of a file whose `finally` has begun."""
        return self._ledger.finished.get(file_name(file))

    @property
    def finished_files(self) -> Mapping[str, Finished]:
        """What was noted of each file whose `finally` has begun, as the state calls these."""
        return self._ledger.finished

    def rename(self, file: str, new: str) -> None:
        """Have a file known by another name, both as the state calls files."""
        self._ledger.finished[new] = self._ledger.finished.pop(file)

    def _counts(self, *, local: bool) -> Callable[[int], bool]:
        """Return what says of a done command whether it may be such a one."""
        return self._is_noted if local else _anything

    def _is_noted(self, seq: int) -> bool:
        return self._ledger.kind(seq) is not Kind.UNNOTED

    def _is_in_doubt(self, seq: int) -> bool:
        return self._ledger.fate(seq) is Fate.DOUBT

    def _is_open(self, seq: int) -> bool:
        return self._ledger.fate(seq) in OPEN

    def _past(self, seq: int | None, *, takes: bool = False) -> Past | None:
        if seq is None:
            return None
        if takes:
            self._taken[seq] = True
        return Past(seq, self._ledger, self._reading)

    def _indices(self, seqs: Sequence[int]) -> tuple[KeyIndex, KeyIndex]:
        """Return indices of commands by words and place, and by place alone."""
        whole, places = [], []
        for seq in seqs:
            key, number = self._ledger.key(seq), seq.to_bytes(SEQ_BYTES, "big")
            whole.append(key + number)
            places.append(key[_WORDS:] + number)
        return KeyIndex(sorted(whole), self._taken), KeyIndex(sorted(places), self._taken)


def _begun_by(row: Row) -> Begun:
    """Return what may be noted of a command that has a row."""
    keys, shown = (row.seq, row.words, row.place), (f"Seq {row.seq}", row.command)
    return Begun(*keys, Effect.CHANGES, False, *shown, can_be_run=True)  # noqa: FBT003 (its names are long)


def _anything(_: int) -> bool:
    return True


def _moved(
    index: KeyIndex,
    words: bytes,
    place: bytes,
    is_current: Callable[[str], bool],
    counts: Callable[[int], bool],
) -> int | None:
    """Return a command of the same words, of a statement that is gone; best with the same rest."""
    found = None
    for group in index.groups(words, _WORDS + _T):
        if not is_current(group[_WORDS:].hex()):
            same = next(filter(counts, index.each(group + place[_T:])), None)
            if same is not None:
                return same
            found = next(filter(counts, index.each(group)), None) if found is None else found
    return found
