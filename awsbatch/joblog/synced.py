"""What was written to files, made to outlast a failure of the machine, now and then."""

import os
import sys
import threading
from collections.abc import Callable

_SECONDS = 1.0
"""The least time from one synchronisation to the next."""


def synchronize(number: int) -> None:
    """Have what was written to an open file on its disk; raise `OSError`."""
    if sys.platform == "darwin":
        os.fsync(number)
    else:
        os.fdatasync(number)


class Synced:
    """Files that are synchronized by a thread of their own, while there is something to do."""

    def __init__(
        self,
        numbers: tuple[int, ...],
        *,
        synchronize: Callable[[int], None] = synchronize,
        seconds: float = _SECONDS,
    ) -> None:
        """Take open files, which stay open until it is closed."""
        self.error: OSError | None = None
        """Why a synchronisation has failed; nothing that was written since may be there."""
        self._numbers = numbers
        self._synchronize = synchronize
        self._seconds = seconds
        self.is_noted = False
        """Whether it is noted that something was written, and all of that can still be there."""
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self) -> None:
        """Note that something was written."""
        if self.is_noted or self.error is not None:
            return
        self.is_noted = True
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="joblog", daemon=True)
            self._thread.start()
        self._wake.set()

    def close(self) -> None:
        """Synchronize what is left; what fails is in `error`."""
        self._closing.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self.now()

    def now(self) -> None:
        """Synchronize at once; from any thread."""
        # In this order: what is written meanwhile is for the next time.
        self._wake.clear()
        self.is_noted = False
        try:
            for number in self._numbers:
                self._synchronize(number)
        except OSError as error:
            self.error, self.is_noted = error, False

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.wait()
            if self.is_noted:
                self.now()
            self._closing.wait(self._seconds)
