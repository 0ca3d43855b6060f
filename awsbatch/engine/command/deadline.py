"""The time at which a command is given up, all its attempts and waits included."""

import time
from collections.abc import Callable
from threading import Timer

from awsbatch.contract.outcome import TIMEOUT, Failure, Outcome
from awsbatch.fault.wording import counted
from awsbatch.output.sink import Sink

# As that of GNU `timeout`.
_STATUS = 124
_DOUBT = ": a request that was under way may have been carried out"


class Deadline:
    """A span of time that has begun."""

    def __init__(self, seconds: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin it."""
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Return how many seconds are left, or 0."""
        return max(self._end - self._clock(), 0.0)

    def timer(self, late: Callable[[], None]) -> Timer:
        """Have `late` called when no time is left, in a thread of its own, unless cancelled."""
        timer = Timer(self.left(), late)
        timer.daemon = True
        timer.start()
        return timer

    def outcome(self, stderr: Sink, *, in_doubt: bool) -> Outcome:
        """Return the outcome of a command that was given up, and tell of it.

        `in_doubt` says whether it may have sent a request whose answer nobody knows.
        """
        message = f"given up after {counted(self.seconds, 'second')}{_DOUBT if in_doubt else ''}"
        stderr.write(f"\n{message} ({TIMEOUT})\n".encode())
        stderr.flush()
        return Outcome(_STATUS, failure=Failure(TIMEOUT, message), in_doubt=in_doubt)
