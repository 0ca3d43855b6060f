"""Ctrl-C, SIGTERM and SIGHUP, which end a run in three steps."""

import itertools
import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.event import Cause
from awsbatch.exit_status import ExitStatus

# The next one ends the process at once.
_MOST_SIGNALS = 2
# GNU timeout signals the process it has started, and then its whole group.
_SAME_SECONDS = 0.2
_STATUS = {
    signal.SIGINT: ExitStatus.INTERRUPTED,
    signal.SIGTERM: ExitStatus.TERMINATED,
    signal.SIGHUP: ExitStatus.HUNG_UP,
}

_CAUSE = {
    signal.SIGINT: Cause.INTERRUPTED,
    signal.SIGTERM: Cause.TERMINATED,
    signal.SIGHUP: Cause.HUNG_UP,
}


def _nothing(_: ExitStatus) -> None:
    """Tell nothing more."""


class Teller(Protocol):
    """The console of a run, as far as signals need it."""

    def echoed(self) -> None:
        """Note that the terminal may just have shown `^C`."""

    def say(self, text: str) -> None:
        """Show a line to the person at the terminal; called in a signal handler."""


class Interrupt:
    """The signals that a run has been sent so far, and what they do.

    The first lets commands under way end, the second abandons them, and the
    third ends the process at once, without a `finally` that there may be.
    """

    def __init__(
        self,
        run_end: RunEnd,
        teller: Teller,
        *,
        has_finally: bool = True,
        at_end: Callable[[ExitStatus], object] = _nothing,
    ) -> None:
        """Prepare a run; `at_end` is called where the third signal ends it."""
        self.exit_status: ExitStatus | None = None
        """What the first signal makes the run exit with; None if there was none."""
        self._run_end = run_end
        self._teller = teller
        self._how = "without `finally`" if has_finally else "at once"
        self._at_end = at_end
        # A counter, which goes on in one step: a signal may come while another is handled.
        self._signals = itertools.count(1)
        self._told = 0
        self._termination = -math.inf
        """When the last SIGTERM came."""

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle signals in this block; one that is ignored stays ignored, as under `nohup`."""
        heeded = [number for number in _STATUS if signal.getsignal(number) != signal.SIG_IGN]
        before = {number: signal.signal(number, self._handle) for number in heeded}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _handle(self, number: int, _frame: object) -> None:
        if number == signal.SIGTERM and self._is_same(time.monotonic()):
            return
        count = self._told = next(self._signals)
        status = self.exit_status = self.exit_status or _STATUS[signal.Signals(number)]
        self._teller.echoed()
        if count > _MOST_SIGNALS:
            self._teller.say(f"ended {self._how}")
            self._at_end(status)
            # Not sys.exit(), which would wait for the threads of commands under way.
            os._exit(status)
        # In this order: nothing new may start once the person has read that the run stops.
        interrupts = self._run_end.request(_CAUSE[signal.Signals(number)])
        if count == _MOST_SIGNALS and self._run_end.phase is not Phase.WAITING:
            self._teller.say(f"stopping now; again to end {self._how}")
        if count == 1 and self._run_end.phase is not Phase.WAITING:
            self._teller.say(self._answer())
        if interrupts:
            raise KeyboardInterrupt

    def forget(self) -> None:
        """Begin anew, as if there had been no signal."""
        self.exit_status = None
        self._signals = itertools.count(1)
        self._told = 0

    def tell_of_finally(self) -> None:
        """Tell the person, if exactly one signal has come, that `finally` begins."""
        if self._told == 1:
            self._teller.say("running `finally`; again to abandon its command")

    def _is_same(self, now: float) -> bool:
        """Return whether a SIGTERM is the last one, sent a second time to the process group."""
        before, self._termination = self._termination, now
        return now - before < _SAME_SECONDS

    def _answer(self) -> str:
        if self._run_end.finishing:
            return "stopping after `finally`; again to stop now"
        if self._run_end.phase is Phase.BESIDE:
            return "stopping after the commands under way; again to stop now"
        if self._run_end.phase is Phase.RUNNING:
            return "stopping after the command under way; again to stop now"
        return "stopping"
