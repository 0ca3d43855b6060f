"""Signals to the parent, as something that its selector can wait for."""

import os
import signal

from awsbatch.exec.program_process import OF_PROGRAM, leave_alone


class WakeUp:
    """Tells that a child has ended; other signals to this process have no effect."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        for descriptor in (self._read, self._write):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        leave_alone({*OF_PROGRAM, signal.SIGCHLD})
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
