"""A log and its state, read to what they come to."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from awsbatch.contract.journal import Finished
from awsbatch.fault.error import UsageError
from awsbatch.fault.wording import quoted
from awsbatch.joblog.ledger import Fate, Ledger
from awsbatch.joblog.row import BadRowError, Row, parsed
from awsbatch.joblog.state_file import FORMAT, KIND, MOST_HEAD, Head, as_begun

ANEW = "a log of another name begins anew, and runs all commands again"
_ROW = "put that line right, or take it out: a command whose row is missing is in doubt"
_CHUNK = 1024


class LogReading:
    """Both files of a log, open for reading."""

    def __init__(self, number: int, path: str, state_number: int, state_path: str) -> None:
        """Take two open files; the paths are what messages call them."""
        self.number = number
        self.path = path
        self.state_number = state_number
        self.state_path = state_path

    def head(self) -> Head:
        """Return what the state says of the whole log; raise `UsageError`."""
        line = os.pread(self.state_number, MOST_HEAD, 0).partition(b"\n")[0]
        return _head(line, self.state_path)

    def ledger(self) -> Ledger:
        """Return what both files say of commands; raise `UsageError`."""
        sizes = [os.fstat(number).st_size for number in (self.number, self.state_number)]
        ledger = Ledger(sum(sizes))
        first = self._read_state(ledger)
        is_empty = True
        for count, (at, line) in enumerate(_lines(self.number), 1):
            if at:
                row = self._row(count, line)
                if row.status:
                    self._take(ledger, count, row, at)
                    ledger.is_bound |= is_empty and (row.seq, row.words, row.place) == first
                    is_empty = False
                else:
                    self._take_elsewhere(ledger, count, row)
        # A person may have taken the first row out.
        is_gone = first is not None and not ledger.rows(first[0])
        if not (is_empty or ledger.is_bound or is_gone):
            message = f"{quoted(self.state_path)} is of another log than {quoted(self.path)}"
            raise UsageError(message, hint=ANEW)
        ledger.settle()
        return ledger

    def told(self, at: int) -> list[Any]:
        """Return what a line of the state says that begins at a byte."""
        told: list[Any] = json.loads(_line(self.state_number, at))
        return told

    def row(self, at: int) -> Row:
        """Return the row of the log that begins at a byte."""
        return parsed(_line(self.number, at))

    def _row(self, count: int, line: bytes) -> Row:
        try:
            return parsed(line)
        except BadRowError as error:
            raise self._bad(self.path, count, str(error)) from None

    def _take(self, ledger: Ledger, count: int, row: Row, at: int) -> None:
        try:
            ledger.end(row, at)
        except ValueError:
            raise self._bad(self.path, count, f"its Seq is `{row.seq}`") from None

    def _take_elsewhere(self, ledger: Ledger, count: int, row: Row) -> None:
        if (last := ledger.row_at(row.seq)) is not None:
            if self.row(last).command == row.command:
                ledger.end_elsewhere(row)
                return
        elif not row.command:
            # What GNU parallel makes of a Seq that has no row.
            return
        message = f"it is not ours, and not of the command that has the Seq {row.seq} before it"
        raise self._bad(self.path, count, message)

    def _read_state(self, ledger: Ledger) -> tuple[int, str, str] | None:
        """Take in the state, and return what the log begins with."""
        first: tuple[int, str, str] | None = None
        for count, (at, line) in enumerate(_lines(self.state_number), 1):
            if not at:
                continue
            try:
                match told := json.loads(line):
                    case ["first", int(seq), str(words), str(place)]:
                        first = seq, words, place
                    case _:
                        _take_in(told, at, ledger)
            except (TypeError, ValueError, RecursionError):
                raise self._bad(self.state_path, count, "it was changed") from None
        return first

    def _bad(self, path: str, count: int, why: str) -> UsageError:
        hint = f"{_ROW}; {ANEW}" if path == self.path else ANEW
        return UsageError(f"line {count} of {quoted(path)} cannot be used: {why}", hint=hint)


def _take_in(told: Any, at: int, ledger: Ledger) -> None:
    """Take in what a line of the state says; raise `TypeError` or `ValueError`."""
    match told:
        case ["begin", *_]:
            ledger.begin(as_begun(told), at)
        case ["kept", int(seq), _, bool()]:
            ledger.keep(seq, at)
        case ["line", str(key)]:
            ledger.lines[bytes.fromhex(key)] += 1
        case ["account", str(key), str() | None as account]:
            ledger.accounts[key] = account
        case ["finally", str(file), dict() as names, dict() as masked, *marks]:
            ledger.finished[file] = _finished(names, masked, *marks)
        case ["run", *seqs]:
            ledger.lose(seqs)
        case ["forget", *forgotten]:
            ledger.forget([(seq, rows) for seq, rows in forgotten])
        case ["again", *decided]:
            ledger.forget([(seq, rows) for seq, rows in decided], Fate.AGAIN)
        case _:
            raise ValueError(told)


def _finished(
    names: Mapping[str, Any],
    masked: Mapping[str, Any],
    is_whole: object,
    body: object,
    mark: object,
) -> Finished:
    """Return what a line of the state notes of a file; raise `TypeError`."""
    if not (isinstance(is_whole, bool) and isinstance(body, str) and isinstance(mark, str)):
        raise TypeError
    return Finished(names, masked, is_whole, body, mark)


def _lines(number: int) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of an open file, without their ends, and at which byte each begins."""
    at = 0
    with open(number, "rb", closefd=False) as file:
        file.seek(0)
        for line in file:
            yield at, line.removesuffix(b"\n")
            at += len(line)


def _line(number: int, at: int) -> bytes:
    line = b""
    while b"\n" not in line:
        line += os.pread(number, max(len(line), _CHUNK), at + len(line))
    return line.partition(b"\n")[0]


def _head(line: bytes, path: str) -> Head:
    """Return what the first line of a state says; raise `UsageError`."""
    try:
        told = json.loads(line)
        if told["kind"] != KIND:
            raise KeyError  # noqa: TRY301 (as what has no kind)
        if told["format"] != FORMAT:
            message = (
                f"{quoted(path)} is of another version of awsbatch: its format is not {FORMAT}"
            )
            raise UsageError(message, hint=ANEW)
        head = Head(bytes.fromhex(told["key"]), float(told["clock"]))
        # As it is used; and with another key, nothing that is done would be known again.
        datetime.fromtimestamp(head.clock, timezone.utc)
        if told["check"] != head.check:
            raise KeyError  # noqa: TRY301 (the same)
        return head  # noqa: TRY300 (the same)
    except (KeyError, TypeError, ValueError, OverflowError, OSError, RecursionError):
        message = f"{quoted(path)} is not the state of a log"
        raise UsageError(message, hint=ANEW) from None
