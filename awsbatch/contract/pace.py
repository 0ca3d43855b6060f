"""How soon one command may start after another."""

import time
from collections.abc import Callable


class Pace:
    """A limit of starts a second: evenly spaced, and none saved up while nothing starts."""

    def __init__(self, rate: float | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with no start so far; `rate` is in starts a second, None for no limit."""
        self._seconds = 1 / rate if rate else 0.0
        self._clock = clock
        self._next = 0.0

    def wait(self) -> float:
        """Return the seconds until the next command may start, and count it as started then."""
        if not self._seconds:
            return 0.0
        now = self._clock()
        # From now at the earliest: time in which nothing started is not made up for.
        start = max(now, self._next)
        self._next = start + self._seconds
        return start - now

    def take_back(self) -> None:
        """Count the last start as none: it has only planned a command."""
        self._next -= self._seconds
