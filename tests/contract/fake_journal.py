"""A journal in memory, which another run goes on with."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Refusal
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.journal import (
    Call,
    Conclusion,
    Done,
    Entry,
    Finished,
    Kept,
    Line,
    Spot,
    UnwrittenError,
    Verdict,
)
from tests.contract.fake_runner import FakeRunner, text

DONE = ("ok", "ignored")
FULL = UnwrittenError("cannot write `run.log`: no space left")


@dataclass
class Row:
    """What is known of a command that has begun."""

    words: str
    place: tuple[Spot, str]
    line: str
    is_captured: bool = False
    status: str | None = None
    """None until it has ended."""
    kept: Kept | None = None
    is_taken: bool = False
    """Whether a command of the run under way was found done by it."""

    @property
    def is_done(self) -> bool:
        return self.status in DONE


@dataclass
class Notes:
    """What is left of all runs so far."""

    rows: list[Row] = field(default_factory=list)
    finished: dict[str, Finished] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @property
    def in_doubt(self) -> list[Row]:
        return [row for row in self.rows if row.status in (None, "doubt")]

    def decide(self, sent: Counter[str]) -> None:
        """Take what is in doubt for done if it was sent so often, and forget it otherwise."""
        for row in self.in_doubt:
            row.status = None
            done = sum(other.is_done for other in self.rows if other.words == row.words)
            row.status = "ok" if sent[row.words] > done else "forgotten"


class FakeJournal:
    """The journal of one run, over the notes of those before it."""

    def __init__(self, notes: Notes | None = None, spots: Iterable[Spot] = ()) -> None:
        self.notes = notes or Notes()
        self.told: list[tuple[str, str]] = []
        """What the journal was told of each command, in order."""
        self.learned: list[str] = []
        self.unknown: set[str] = set()
        """The commands of which it has to ask AWS."""
        self.full_at: str | None = None
        """At what it is told that it cannot be written."""
        self.conclusions: list[Conclusion] = []
        self.calls: list[Call] = []
        self.tokens: IdempotencyTokens | None = IdempotencyTokens()
        self._effect = FakeRunner().effect
        self._spots = set(spots)
        self._lines = [*self.notes.lines]
        self._rows: dict[int, Row] = {}
        for row in self.notes.rows:
            row.is_taken = False

    def knows(self, call: Call) -> bool:
        return text(call.words) not in self.unknown

    def learn(self, call: Call, cancellation: Cancellation) -> None:
        assert not cancellation.is_abandoned
        self.learned.append(text(call.words))

    def look(self, call: Call) -> Verdict:
        self.calls.append(call)
        words, place = text(call.words), (call.spot, json.dumps(call.rounds))
        if not (self._effect(call.words).stays or call.appends):
            return Entry(call, len(self.calls), words, repr(place), is_noted=False)
        found = self._found(words, place)
        if found is not None:
            found.is_taken = True
            if found.kept is not None and not found.kept.is_whole:
                return Refusal("its result was not kept", f"all but secrets: {found.kept.value}")
            value = None if found.kept is None else found.kept.value
            return Done(value, is_ignored=found.status == "ignored")
        for row in self._free():
            if row.place == place and row.words != words:
                return Refusal(f"`{row.words}` was done here, and not `{words}`", "look at both")
        return Entry(call, len(self.calls), words, repr(place), self.tokens)

    def _found(self, words: str, place: tuple[Spot, str]) -> Row | None:
        same = [row for row in self._free() if row.words == words]
        here = [row for row in same if row.place == place]
        moved = [row for row in same if row.place[0] not in self._spots] if self._spots else []
        return next(iter([*here, *moved]), None)

    def _free(self) -> list[Row]:
        return [row for row in self.notes.rows if row.is_done and not row.is_taken]

    def begin(self, entry: Entry) -> None:
        self._write(f"begin {entry.words}")
        self.told.append(("begin", entry.words))
        call = entry.call
        self._rows[entry.seq] = row = Row(
            entry.words,
            (call.spot, json.dumps(call.rounds)),
            call.line,
            call.is_captured,
            is_taken=True,
        )
        if entry.is_noted:
            self.notes.rows.append(row)

    def end(self, entry: Entry, conclusion: Conclusion) -> None:
        self._write(f"end {entry.words}")
        self.told.append((conclusion.status, entry.words))
        self.conclusions.append(conclusion)
        row = self._rows[entry.seq]
        row.status = "doubt" if conclusion.in_doubt else conclusion.status
        row.kept = conclusion.kept

    def finished(self, file: str) -> Finished | None:
        return self.notes.finished.get(file)

    def begin_finally(self, file: str, finished: Callable[[], Finished]) -> None:
        self._write("finally")
        self.told.append(("finally", file))
        if file not in self.notes.finished:
            self.notes.finished[file] = finished()

    def has(self, line: Line) -> bool:
        if line not in self._lines:
            return False
        self._lines.remove(line)
        return True

    def add(self, line: Line) -> None:
        self._write(f"line {line.text}")
        self.notes.lines.append(line)

    def _write(self, what: str) -> None:
        if self.full_at is not None and what.startswith(self.full_at):
            raise FULL
