"""A log opened for a run: made, or taken up again, with nobody else at it."""

import fcntl
import os
import stat
from contextlib import ExitStack, suppress

from awsbatch.fault.error import UsageError
from awsbatch.fault.wording import quoted, reason
from awsbatch.joblog.log_file import LogFile
from awsbatch.joblog.log_reading import ANEW, LogReading
from awsbatch.joblog.row import HEADER, BadRowError, parsed
from awsbatch.joblog.state_file import HEAD_BEGINNING, MOST_HEAD, SUFFIX, Head, head_line

_PRIVATE = stat.S_IRUSR | stat.S_IWUSR
# Not waiting for whoever reads a pipe; and what a terminal is, is not ours to become.
_ADDING = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
_CHUNK = 1 << 16
_MOST_ROW = 1 << 20


def opened(path: str, head: Head, *, resumes: bool) -> LogFile:
    """Return a log that begins with `head`, or that is taken up again if the run `resumes`.

    Raise `UsageError` where there is something else, or a log without `resumes`.
    """
    # A link is followed: whoever opens the log by its own name finds the same state.
    state_path = os.path.realpath(path) + SUFFIX
    shown = state_path if os.path.islink(path) else path + SUFFIX  # noqa: PTH114 (as the name is)
    with ExitStack() as stack:
        was_there = _is_there(path)
        number = _claimed(path, stack)
        beginning = os.pread(number, len(HEADER), 0)
        # Empty, or of a run that was ended in its very beginning.
        if HEADER.startswith(beginning) and beginning != HEADER:
            undo = stack.enter_context(ExitStack())
            if was_there:
                undo.callback(os.ftruncate, number, 0)
            else:
                undo.callback(_remove, os.path.realpath(path))
            _refuse_state(state_path, path, shown)
            state = _made(state_path, shown, head_line(head), stack, undo)
            _begin(number, path)
            log = LogFile(LogReading(number, path, state, shown), head, undo=undo.pop_all().close)
        else:
            _refuse_other(number, path, beginning)
            if not resumes:
                raise UsageError(
                    f"{quoted(path)} is the log of another run",
                    hint=f"`--resume` goes on where that ended; {ANEW}",
                )
            state = _opened_state(state_path, path, shown, stack)
            reading = LogReading(number, path, state, shown)
            head = reading.head()
            for each in (number, state):
                _cut(each)
            log = LogFile(reading, head)
        stack.pop_all()
        return log


def _claimed(path: str, stack: ExitStack) -> int:
    """Return the open log, made if it is not there, that nobody else has open like this."""
    try:
        number = os.open(path, _ADDING | os.O_CREAT, _PRIVATE)
    except (OSError, ValueError) as error:
        raise _unwritable(path, reason(error)) from None
    stack.callback(os.close, number)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(
            f"another run is writing {quoted(path)}",
            hint="wait for its end, or choose another name",
        ) from None
    except OSError as error:
        raise UsageError(f"cannot lock {quoted(path)}: {reason(error)}") from None
    return number


def _is_there(path: str) -> bool:
    """Return whether there is a file of this name; raise `UsageError` if it cannot be a log."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 (which cannot raise for what is odd)
    except FileNotFoundError:
        folder = os.path.dirname(path)  # noqa: PTH120 (as it was written)
        if folder and not os.path.isdir(folder):  # noqa: PTH112 (the same)
            raise _unwritable(path, f"there is no folder {quoted(folder)}") from None
        return False
    except (OSError, ValueError) as error:
        raise _unwritable(path, reason(error)) from None
    if not stat.S_ISREG(mode):
        raise _unwritable(path, "it is a folder" if stat.S_ISDIR(mode) else "it is not a file")
    return True


def _made(path: str, shown: str, line: bytes, stack: ExitStack, undo: ExitStack) -> int:
    """Return the open state of a log that begins."""
    try:
        state = os.open(path, _ADDING | os.O_CREAT | os.O_TRUNC, _PRIVATE)
        stack.callback(os.close, state)
        undo.callback(_remove, path)
        _write_whole(state, line)
    except OSError as error:
        raise _unwritable(shown, reason(error)) from None
    return state


def _begin(number: int, path: str) -> None:
    """Write the header of a log, once its key is there."""
    try:
        os.ftruncate(number, 0)
        _write_whole(number, HEADER)
    except OSError as error:
        raise _unwritable(path, reason(error)) from None


def _write_whole(number: int, line: bytes) -> None:
    # Whatever the process or the file before has as its mode.
    os.fchmod(number, _PRIVATE)
    while line:
        line = line[os.write(number, line) :]
    os.fsync(number)


def _refuse_state(state_path: str, path: str, shown: str) -> None:
    """Raise `UsageError` where the state of a log that begins would overwrite something."""
    try:
        with open(state_path, "rb") as file:  # noqa: PTH123 (for its errors)
            first, second = file.readline(MOST_HEAD), file.read(1)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritable(shown, reason(error)) from None
    # One that holds nothing but its key was made by a run that was ended in its very beginning.
    if second or not HEAD_BEGINNING.startswith(first[: len(HEAD_BEGINNING)]):
        raise UsageError(
            f"{quoted(shown)} is there, and its log {quoted(path)} is not",
            hint=f"put the log back, or remove {quoted(shown)} to begin anew",
        )


def _opened_state(state_path: str, path: str, shown: str, stack: ExitStack) -> int:
    try:
        state = os.open(state_path, _ADDING)
    except FileNotFoundError:
        raise UsageError(
            f"{quoted(path)} is there, and its state {quoted(shown)} is not", hint=ANEW
        ) from None
    except OSError as error:
        raise _unwritable(shown, reason(error)) from None
    stack.callback(os.close, state)
    return state


def _refuse_other(number: int, path: str, beginning: bytes) -> None:
    """Raise `UsageError` for what awsbatch has not written."""
    if beginning != HEADER:
        raise UsageError(
            f"{quoted(path)} is there, and is not a log of awsbatch", hint="choose another name"
        )
    first, newline, _ = os.pread(number, _MOST_ROW, len(HEADER)).partition(b"\n")
    with suppress(BadRowError):
        if newline and not parsed(first).status:
            raise UsageError(
                f"{quoted(path)} is a log of GNU parallel's own: it does not tell what awsbatch"
                " has to know",
                hint="choose another name",
            )


def _cut(number: int) -> None:
    """Cut a last line off that was not written whole."""
    end = os.fstat(number).st_size
    at = end
    while at:
        begin = max(at - _CHUNK, 0)
        newline = os.pread(number, at - begin, begin).rfind(b"\n")
        if newline >= 0:
            begin += newline + 1
            break
        at = begin
    if begin != end:
        os.ftruncate(number, begin)


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108


def _unwritable(path: str, why: str) -> UsageError:
    return UsageError(f"cannot write {quoted(path)}: {why}")
