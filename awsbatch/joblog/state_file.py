"""What a log needs that GNU parallel's columns have no place for, in a file beside it.

A line of JSON each: first what holds for the whole log, with the key of all
that is told of commands, and then what was noted, in the order in which it was.
The key is why nobody else may read it: without one, whoever has the log could
find out a password by trying.
"""

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from awsbatch.contract.effect import Effect
from awsbatch.contract.journal import Entry, Finished, Kept
from awsbatch.joblog.appended_file import AppendedFile
from awsbatch.joblog.keyed_digest import HALF, KeyedDigest
from awsbatch.record import record

SUFFIX = ".state"
KIND = "awsbatch joblog state"
STREAM = "-"
FORMAT = 1
"""What is written, and all that is read."""
MOST_HEAD = 4096
"""In bytes; a first line that is longer is no state that awsbatch has written."""
_encoded = json.JSONEncoder(separators=(",", ":")).encode


HEAD_BEGINNING = f'{{"kind":"{KIND}",'.encode()


@record
class Head:
    """What holds for a whole log."""

    key: bytes
    clock: float
    """What `now()` gives in all its runs, in seconds since 1970."""

    @property
    def check(self) -> str:
        """What only this key makes."""
        return KeyedDigest(self.key).of("check")[:HALF]


@record
class Begun:
    """A command that changes something and is about to be sent."""

    seq: int
    words: str
    place: str
    effect: Effect
    has_token: bool
    """Whether it may be sent again, as its idempotency token is then the same."""
    line: str
    """Where it stands, such as `cleanup.aws:12`."""
    command: str
    """As it may be shown, on one line."""
    can_be_run: bool
    """Whether a shell can run that, and it is then the same command."""

    @property
    def is_local(self) -> bool:
        """Whether it only writes files on this machine, which a second run writes again."""
        return self.effect is Effect.LOCAL_WRITES


def file_name(file: str) -> str:
    """Return what a state calls a file, or a stream, however the command line names it."""
    path = os.path.realpath(file)
    # A pipe has another one each time.
    return path if os.path.isfile(path) and file != STREAM else file  # noqa: PTH113 (as a name is)


def head_line(head: Head) -> bytes:
    """Return the first line of a state."""
    key = {"key": head.key.hex(), "check": head.check}
    return _line({"kind": KIND, "format": FORMAT, **key, "clock": head.clock})


class StateFile:
    """The state of a log that a run adds to; all of it raises `UnwrittenError`."""

    def __init__(self, file: AppendedFile) -> None:
        self._file = file

    def resume(self, lost: Sequence[int]) -> None:
        """Note that another run begins, and which commands before it have no row and get none."""
        self._add("run", *lost)

    def bind(self, seq: int, words: str, place: str) -> None:
        """Note what the log begins with, from which it is known to be the one of this state."""
        self._add("first", seq, words, place)

    def begin(self, line: bytes) -> None:
        """Note that a command is about to be sent, by what `begun_line` returns."""
        self._file.append(line)

    def keep(self, entry: Entry, kept: Kept) -> None:
        """Note the result of a command, before its row is written."""
        self._add("kept", entry.seq, kept.value, kept.is_whole)

    def keep_account(self, key: str, account: str | None) -> None:
        """Note the account of an access key; None where the id of the key stands for it."""
        self._add("account", key, account)

    def begin_finally(self, file: str, finished: Finished) -> None:
        """Note that the `finally` of a file is about to begin."""
        names = (dict(finished.names), dict(finished.masked))
        marks = (finished.is_whole, finished.body, finished.mark)
        self._add("finally", file_name(file), *names, *marks)

    def add_line(self, key: str) -> None:
        """Note that a line was written to a file."""
        self._add("line", key)

    def forget(self, rows: Mapping[int, int]) -> None:
        """Note that what commands have of rows does not count any more, and how many these are."""
        self._add("forget", *rows.items())

    def agree(self, rows: Mapping[int, int]) -> None:
        """Note that commands in doubt are to be sent again; else as `forget`."""
        self._add("again", *rows.items())

    def _add(self, *told: object) -> None:
        self._file.append(_line(told))


def begun_line(
    seq: int,
    words: str,
    place: str,
    effect: str,
    line: str,
    command: str,
    can_be_run: bool,  # noqa: FBT001 (the same)
) -> bytes:
    """Return the line by which `begin` notes a command; `effect` is what `told` returns."""
    text = line + command
    if not text.isprintable() or '"' in text or "\\" in text:
        line, command = _encoded(line)[1:-1], _encoded(command)[1:-1]
    # An encoder would take ten times as long.
    runs = "true" if can_be_run else "false"
    return (f'["begin",{seq},"{words}","{place}",{effect},"{line}","{command}",{runs}]\n').encode()


def told(effect: Effect, *, has_token: bool) -> str:
    """Return what a command does, and whether it has an idempotency token, for `begun_line`."""
    return f'"{effect.value}",{"true" if has_token else "false"}'


def as_begun(told: Sequence[Any]) -> Begun:
    """Return what `begin` has noted; raise `TypeError` or `ValueError`."""
    _, seq, words, place, effect, has_token, line, command, can_be_run = told
    return Begun(seq, words, place, Effect(effect), has_token, line, command, can_be_run)


def _line(told: object) -> bytes:
    return f"{_encoded(told)}\n".encode()
