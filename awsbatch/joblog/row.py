"""A row of the log: the nine columns of GNU parallel's, one for each command that has ended.

A tenth would become part of the command when `parallel --retry-failed` runs it.
"""

import re

from awsbatch.contract.journal import Conclusion, Entry
from awsbatch.contract.quoting import on_one_line
from awsbatch.fault.wording import counted
from awsbatch.record import record

HEADER = b"Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"
IN_DOUBT = "doubt"
"""The status of a command that was sent, and may have been carried out or not."""
DONE = ("ok", "ignored")
_UNDONE = ("failed", "partial", "abandoned", IN_DOUBT)
_COLUMNS = 9
_SIGINT = 2
_KEY = "[0-9a-f]{32}"
_STATUSES = "|".join((*DONE, *_UNDONE))
_ROW = re.compile(
    rf"([1-9][0-9]*)\t(?:({_STATUSES}):({_KEY}):({_KEY})|([^\t]+))"
    r"\t *(-?[0-9]+(?:\.[0-9]+)?)\t *(-?[0-9]+(?:\.[0-9]+)?)"
    r"\t[0-9]+\t[0-9]+\t(-?[0-9]+)\t([0-9]+)\t([^\t]*)".encode()
)
_LIKE_OURS = re.compile(rf"(?:{_STATUSES}):|[^:]*:[0-9a-f]+:".encode())


class BadRowError(Exception):
    """A line that is no row of a log, with what is wrong with it."""


@record
class Row:
    """How a command ended."""

    seq: int
    status: str
    """Empty in the rows that GNU parallel adds."""
    words: str
    place: str
    started: float
    """In seconds since 1970."""
    seconds: float
    exitval: int
    signal: int
    command: str
    """On one line, as a shell runs it; that of `failing` where none can."""

    @property
    def is_done(self) -> bool:
        """Whether the command is not to be run again."""
        return self.status in DONE if self.status else not (self.exitval or self.signal)


def failing(line: str) -> str:
    """Return what stands in a row for a command that no shell can run, since it just fails.

    No shell can run what has masks in it, or what ran as somebody else.
    """
    return on_one_line(["false", line])


def formatted(row: Row) -> bytes:
    """Return a row as a line."""
    return (
        f"{row.seq}\t{row.status}:{row.words}:{row.place}\t{row.started:.3f}\t{row.seconds:10.3f}"
        f"\t0\t0\t{row.exitval}\t{row.signal}\t{row.command}\n"
    ).encode(errors="surrogateescape")


def ended(entry: Entry, conclusion: Conclusion, command: str) -> bytes:
    """Return the row of a command that has ended, as a line."""
    status = conclusion.status
    exitval = signal = 0
    if status not in DONE or conclusion.in_doubt:
        # That of a command which was partial may be 0.
        exitval = conclusion.exit_status or 1
        signal = _SIGINT if status == "abandoned" else 0
        status = IN_DOUBT if conclusion.in_doubt else status
    return (
        f"{entry.seq}\t{status}:{entry.words}:{entry.place}\t{conclusion.started.timestamp():.3f}"
        f"\t{conclusion.seconds:10.3f}\t0\t0\t{exitval}\t{signal}\t{command}\n"
    ).encode(errors="surrogateescape")


def parsed(line: bytes) -> Row:
    """Return the row of a line, without its end; raise `BadRowError`."""
    found = _ROW.fullmatch(line)
    if found is None:
        raise BadRowError(_wrong(line))
    seq, status, words, place, host, started, seconds, exitval, signal, command = found.groups()
    if host is not None and _LIKE_OURS.match(host):
        raise BadRowError(f"its Host is `{_shown(host)}`, not `STATUS:WORDS:PLACE`")
    row = Row(
        int(seq),
        *((status.decode(), words.decode(), place.decode()) if status else ("", "", "")),
        float(started),
        float(seconds),
        int(exitval),
        int(signal),
        command.decode(errors="surrogateescape"),
    )
    if row.status and row.is_done == bool(row.exitval or row.signal):
        raise BadRowError(f"its status is `{row.status}`, and its Exitval {row.exitval}")
    return row


def _wrong(line: bytes) -> str:
    """Return what is wrong with a line that is no row."""
    if b"\0" in line:
        return "it is not text"
    columns = line.split(b"\t")
    if len(columns) != _COLUMNS:
        return f"it has {counted(len(columns), 'column')}, not {_COLUMNS}"
    names = HEADER.decode().rstrip().split("\t")
    numbers = [(name, each) for name, each in zip(names, columns, strict=True) if name in _NUMBERS]
    name, value = next(
        (each for each in numbers if not re.fullmatch(_NUMBERS[each[0]], each[1])),
        ("Host", columns[1]),
    )
    return f"its {name} is `{_shown(value)}`"


_SECONDS = rb" *-?[0-9]+(?:\.[0-9]+)?"
_NUMBERS = {
    "Seq": rb"[1-9][0-9]*",
    "Starttime": _SECONDS,
    "JobRuntime": _SECONDS,
    "Send": rb"[0-9]+",
    "Receive": rb"[0-9]+",
    "Exitval": rb"-?[0-9]+",
    "Signal": rb"[0-9]+",
}


def _shown(value: bytes) -> str:
    text = value.decode(errors="backslashreplace")
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"


_MOST_SHOWN = 40
