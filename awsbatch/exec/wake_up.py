"""Signals to the parent, as something that its selector can wait for."""

import os
import signal

_OF_PROGRAM = (
    signal.SIGINT,
    signal.SIGTERM,
    signal.SIGHUP,
    signal.SIGQUIT,
    signal.SIGUSR1,
    signal.SIGUSR2,
)
"""What the program decides on itself; its calls may be what it does about it."""


class WakeUp:
    """Tells that a child has ended; other signals to this process have no effect."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        for descriptor in (self._read, self._write):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in (*_OF_PROGRAM, signal.SIGCHLD):
            signal.signal(number, _nothing)
        # The summary is written, whatever is in front of the terminal.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._read

    def clear(self) -> None:
        """Wait for the next signal."""
        os.read(self._read, 1 << 16)

    def close(self) -> None:
        """Leave it to the parent, in a worker."""
        signal.set_wakeup_fd(-1)
        os.close(self._read)
        os.close(self._write)


def _nothing(*_: object) -> None:
    """Do nothing, unlike what is ignored, which programs started here would ignore as well."""
