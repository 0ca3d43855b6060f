"""What interrupts a call: no interrupt is missed, and one between two calls is nobody's."""

import contextlib
import os
import select
import signal
import threading
from collections.abc import Callable, Iterator

INTERRUPT = signal.SIGUSR1
"""What interrupts the call under way. SIGINT is the client's, which passes it on."""
_GRACE = 0.01
"""How long Python may take to see a signal, in seconds."""


class Interrupts:
    """The interrupts of one call after the other."""

    def __init__(self, interrupt: Callable[[], object]) -> None:
        self.taken = False
        """Whether there was one since the call began."""
        self._interrupt = interrupt
        self._are_raised = False
        self._count = 0

    def begin(self) -> None:
        """Forget what came before the next call."""
        self.taken = False

    def take(self, *_: object) -> None:
        """Take a signal."""
        self._count += 1
        self.taken = True
        if self._are_raised:
            self._interrupt()

    @contextlib.contextmanager
    def raised(self) -> Iterator[None]:
        """Raise `KeyboardInterrupt` in this block, also for one that came before it."""
        try:
            self._are_raised = True
            if self.taken:
                raise KeyboardInterrupt
            yield
        finally:
            self._are_raised = False

    def watch(self, lifeline: int) -> None:
        """Have a thread end this process with its parent, and see to signals that Python misses.

        Ctrl-C is sent to this process as well, just before the interrupt: Python, which has seen
        to it, may be about to wait again when that comes, and would see it after the wait only.
        """
        signals, wake = os.pipe()
        for end in (signals, wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(INTERRUPT, self.take)
        threading.Thread(target=self._watch, args=(lifeline, signals), daemon=True).start()

    def _watch(self, lifeline: int, signals: int) -> None:
        main = threading.main_thread().ident or 0
        seen, is_due = 0, False
        while True:
            ready, _, _ = select.select([lifeline, signals], [], [], _GRACE if is_due else None)
            if lifeline in ready:
                os.kill(os.getpid(), signal.SIGKILL)
            if ready:
                is_due = is_due or INTERRUPT in os.read(signals, 1 << 10)
                continue
            # It is not due any more if it was taken, or if there is no call to interrupt.
            is_due = self._count == seen and self._are_raised
            seen = self._count
            if is_due:
                signal.pthread_kill(main, INTERRUPT)
