"""A wish to end the run early, from a signal handler to the engine."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from queue import Empty, SimpleQueue


class Halt(Enum):
    """What the first failure of a command does to the whole run."""

    SOON = "soon"
    """Nothing new starts."""
    NOW = "now"
    """What is under way is abandoned as well."""


def _nobody() -> None:
    """Wake nobody: nothing runs side by side."""


class RunEnd:
    """Whether the run is to end, and how soon."""

    def __init__(self, *, halt: Halt | None = None) -> None:
        """Prepare a run, which its first failure ends if there is a `halt`."""
        self.requested = False
        """Start nothing new but what stands in `finally`."""
        self.abandons = False
        """Give up what runs side by side."""
        self.broken_pipe = False
        """Whether nobody reads standard output any more."""
        self.waiting = False
        """Whether the engine waits for the next statement, with no command under way."""
        self.finishing = False
        """Whether what runs stands in `finally`."""
        self.is_running = False
        """Whether a command is under way in the main thread."""
        self.is_beside = False
        """Whether commands run side by side, in other threads."""
        self.on_finish: Callable[[], None] = _nobody
        """Called when `finally` begins."""
        self._halt = halt
        self._requests = itertools.count()
        self._alarm: SimpleQueue[None] = SimpleQueue()
        """Holds something where a pause is to end; an `Event` may not be set by a handler."""
        self._wake: Callable[[], None] = _nobody

    def request(self) -> bool:
        """Ask for the end; for signal handlers, which run in the main thread.

        Return whether the handler is to raise `KeyboardInterrupt`: while the
        next statement is waited for, and in the command under way when the end
        was asked for before. The engine then gives that command as abandoned.
        """
        # Another signal may come at any point: what is counted must be so in one step.
        again = next(self._requests) > 0
        if again:
            self.abandons = True
        self.halt()
        return self.waiting or (again and self.is_running)

    def halt(self) -> None:
        """Let what is under way end, and start nothing after it."""
        self.requested = True
        self._alarm.put(None)
        self._wake()

    def fail(self) -> None:
        """Note that a command failed, which does not end a `finally`."""
        if self._halt is not None and not self.finishing:
            if self._halt is Halt.NOW:
                self.abandons = True
            self.halt()

    def pause(self, seconds: float) -> None:
        """Wait, or until the end is asked for; in `finally`, until it is asked for meanwhile."""
        if self.finishing or not self.requested:
            with suppress(Empty):
                self._alarm.get(timeout=seconds)

    def run(self, work: Callable[[], None]) -> None:
        """Do something that the second request interrupts, and nothing outside it."""
        try:
            self.is_running = True
            work()
            self.is_running = False
        finally:
            self.is_running = False

    @contextmanager
    def beside(self, wake: Callable[[], None]) -> Iterator[None]:
        """Have `wake` called for every request in this block; it may come from a signal handler."""
        self.is_beside, self._wake, self.abandons = True, wake, False
        try:
            yield
        finally:
            self.is_beside, self._wake = False, _nobody

    @contextmanager
    def finish(self) -> Iterator[None]:
        """Run this block although the end may have been asked for."""
        with suppress(Empty):
            while True:
                self._alarm.get_nowait()
        self.finishing, self.abandons = True, False
        self.on_finish()
        try:
            yield
        finally:
            self.finishing = False
