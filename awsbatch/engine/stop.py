"""A wish to end the run early, from a signal handler to the engine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Stop:
    """Whether the run is to end, and how soon."""

    def __init__(self) -> None:
        self.requested = False
        """Start nothing new but what stands in `finally`."""
        self.broken_pipe = False
        """Whether nobody reads standard output any more."""
        self.waiting = False
        """Whether the engine waits for the next statement, with no command under way."""
        self.finishing = False
        """Whether what runs stands in `finally`."""
        self.is_running = False
        """Whether a command is under way."""
        self._asked = False
        self._awake = threading.Event()

    def request(self) -> None:
        """Ask for the end; for signal handlers, which run in the main thread.

        Raises `KeyboardInterrupt` while the next statement is waited for, and
        in the command under way when the end was asked for before: the engine
        then gives that command as abandoned.
        """
        again, self._asked = self._asked, True
        self.halt()
        if self.waiting or (again and self.is_running):
            raise KeyboardInterrupt

    def halt(self) -> None:
        """Let what is under way end, and start nothing after it."""
        self.requested = True
        self._awake.set()

    def pause(self, seconds: float) -> None:
        """Wait, or until the end is asked for meanwhile."""
        self._awake.wait(seconds)
        if self.finishing:
            self._awake.clear()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the second request interrupt this block, and nothing outside it."""
        try:
            self.is_running = True
            yield
            self.is_running = False
        finally:
            self.is_running = False

    @contextmanager
    def finish(self) -> Iterator[None]:
        """Run this block although the end may have been asked for."""
        self._awake.clear()
        self.finishing = True
        try:
            yield
        finally:
            self.finishing = False
