"""Whoever reads standard output behind a pipe, such as `grep`, and may write to the terminal."""

import os
import stat
import time
from collections.abc import Callable

# After this long, what was to be written of what was read has been.
_PAUSE_SECONDS = 0.5
_LOCAL_MODES = 3


class PipeReader:
    """A reader that nothing tells when it writes, which is soon after it has been given output."""

    def __init__(
        self, stdout: int, stderr: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.is_there = os.isatty(stderr) and _is_pipe(stdout)
        self.was_given = True
        """Whether there is output since the last look; set without a clock, which takes longer."""
        self._stdout = stdout
        self._stderr = stderr
        self._clock = clock
        self._since = 0.0

    def may_write(self) -> bool:
        """Return whether it may be writing to the terminal now, or has it to itself, as a pager."""
        if not self.is_there:
            return False
        if self.was_given or _unread(self._stdout):
            self.was_given = False
            self._since = self._clock()
            return True
        return self._clock() < self._since + _PAUSE_SECONDS or _is_raw(self._stderr)


def _is_pipe(descriptor: int) -> bool:
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _unread(pipe: int) -> bool:
    """Return whether the reader has not taken all of what it was given, where that can be told."""
    # Here and below, since a run without a terminal needs none of them.
    import fcntl
    import termios

    try:
        return any(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))
    except OSError:
        return False


def _is_raw(terminal: int) -> bool:
    """Return whether a program takes each key as it is pressed."""
    import termios

    try:
        return not termios.tcgetattr(terminal)[_LOCAL_MODES] & termios.ICANON
    except termios.error:
        return False
