"""Ctrl-C, SIGTERM and SIGHUP to the end of a run."""

import itertools
import math
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.exit_status import ExitStatus

_MOST_SIGNALS = 2
# GNU timeout signals the process it has started, and then its whole group.
_SAME_SECONDS = 0.2
_STATUS = {
    signal.SIGINT: ExitStatus.INTERRUPTED,
    signal.SIGTERM: ExitStatus.TERMINATED,
    signal.SIGHUP: ExitStatus.HUNG_UP,
}


class Teller(Protocol):
    """What speaks to the person at the terminal."""

    def echoed(self) -> None:
        """Note that the terminal has shown `^C`."""

    def say(self, text: str) -> None:
        """Tell the person."""


class Interrupt:
    """The signals that a run was sent so far."""

    def __init__(self, run_end: RunEnd, teller: Teller) -> None:
        self.exit_status: ExitStatus | None = None
        """What the first one makes of the run's exit status."""
        self._run_end = run_end
        self._teller = teller
        self._signals = itertools.count(1)
        """In one step, since a signal may come in the midst of another."""
        self._told = 0
        self._termination = -math.inf

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle signals in this block; one that is ignored stays so, as under `nohup`."""
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
            self._teller.say("ended at once: what was to follow, such as `finally`, has not run")
            os._exit(status)
        # Asked first and told then: nothing new starts once the person has read of it.
        interrupts = self._run_end.request()
        if count == _MOST_SIGNALS and self._run_end.phase is not Phase.WAITING:
            self._teller.say("stopping now; once more ends without `finally`")
        if count == 1 and self._run_end.phase is not Phase.WAITING:
            self._teller.say(self._answer())
        if interrupts:
            raise KeyboardInterrupt

    def tell_of_finally(self) -> None:
        """Tell that what comes now is `finally`, to who has asked for the end once."""
        if self._told == 1:
            self._teller.say("now `finally`; again to abandon its command")

    def _is_same(self, now: float) -> bool:
        """Return whether a SIGTERM is the last one again, sent to the process group as well."""
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
