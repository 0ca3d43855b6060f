"""What interrupts a call: no interrupt is missed, and one between two calls is nobody's."""

import contextlib
import os
import select
import signal
import threading
from collections.abc import Callable, Iterator

from awsbatch.exec.program_process import OF_PROGRAM, leave_alone
from awsbatch.exec.working.interrupted_call import InterruptedCall

INTERRUPT = signal.SIGUSR1
"""What interrupts the call under way. SIGINT is the client's, which passes it on."""
# They are for the whole group of the client, whose end ends the call; if it lives on, so does that.
_OF_GROUP = OF_PROGRAM - {INTERRUPT}
_GRACE = 0.01
"""How long Python may take to see a signal, in seconds."""


class Interrupts:
    """The interrupts of one call after the other."""

    def __init__(self, interrupt: Callable[[], object], meant: InterruptedCall) -> None:
        """Take what an interrupt does, and where the parent writes which call it is meant for."""
        self.taken = False
        """Whether the call was interrupted."""
        self._interrupt = interrupt
        self._meant = meant
        self._number = 0
        self._are_raised = False
        self._count = 0

    def begin(self, number: int) -> None:
        """Begin the call of a number, whose interrupt may have come before it."""
        # In this order: what comes between the two is taken.
        self._number = number
        self.taken = self._meant.number == number

    def take(self, *_: object) -> None:
        """Take a signal, which interrupts the call that the parent means, and no other."""
        self._count += 1
        if self._meant.number != self._number:
            return
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
        leave_alone(_OF_GROUP)
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
