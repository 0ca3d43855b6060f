"""Ctrl-C and SIGTERM to the end of a run."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from awsbatch.exit_status import ExitStatus

_MOST_SIGNALS = 2
_STATUS = {
    signal.SIGINT: ExitStatus.INTERRUPTED,
    signal.SIGTERM: ExitStatus.TERMINATED,
}


class Stoppable(Protocol):
    """What can be asked for its end."""

    @property
    def waiting(self) -> bool:
        """Whether the next statement is waited for."""

    @property
    def is_running(self) -> bool:
        """Whether a command is under way."""

    @property
    def finishing(self) -> bool:
        """Whether what is under way runs to its end in any case."""

    def request(self) -> None:
        """Ask; may raise `KeyboardInterrupt` where the end is to come at once."""


class Teller(Protocol):
    """What speaks to the person at the terminal."""

    def echoed(self) -> None:
        """Note that the terminal has shown `^C`."""

    def say(self, text: str) -> None:
        """Tell the person."""


class Interrupt:
    """The signals that a run was sent so far."""

    def __init__(self, stop: Stoppable, teller: Teller) -> None:
        self.exit_status: ExitStatus | None = None
        """What the first one makes of the run's exit status."""
        self._stop = stop
        self._teller = teller
        self._signals = 0

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
        self._signals += 1
        status = self.exit_status = self.exit_status or _STATUS[signal.Signals(number)]
        self._teller.echoed()
        if self._signals > _MOST_SIGNALS:
            self._teller.say("ended at once: what was to follow, such as `finally`, has not run")
            os._exit(status)
        if self._signals == _MOST_SIGNALS and not self._stop.waiting:
            self._teller.say("stopping now; once more ends without `finally`")
        if self._signals == 1 and not self._stop.waiting:
            self._teller.say(self._answer())
        self._stop.request()

    def _answer(self) -> str:
        if self._stop.finishing:
            return "stopping after `finally`; again to stop now"
        if self._stop.is_running:
            return "stopping after the command under way; again to stop now"
        return "stopping"
