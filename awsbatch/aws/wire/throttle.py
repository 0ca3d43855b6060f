"""Throttles, which slow all commands when the service they call refuses one for coming too fast.

botocore retries every command by itself: side by side, they go on asking a
service that refuses them until some have used up their attempts and are lost.
Here, what one learns holds for all of one service, region, account and
endpoint, and a command that is refused waits for its turn, however often.

botocore's own adaptive mode learns a pace for one client, and clients are not
shared here: with one for each thread it loses lines, as it counts attempts as
ever. Throttles lose none, at nearly all that is allowed; `benchmarks/throttle.py`
compares them. How many commands run at once is left alone: a width of whole
numbers is too coarse for a service that allows fewer than one at a time.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import TypeAlias

from awsbatch.contract.cancellation import Cancellation

_Clock: TypeAlias = Callable[[], float]

# Above what the control planes of AWS allow, and soon cut down from there.
_FIRST_PACE = 200.0
# More than one process can send.
_MOST_PACE = 1000.0
# Slower than that, a refusal tells of others who use up what is allowed.
_LEAST_PACE = 10.0
_SLOWING = 0.8
_QUICKENING = 1.01
_DOUBLING_SECONDS = 10.0
_FORGETTING_SECONDS = 60.0
_PATIENCE_SECONDS = 300.0


class Throttle:
    """The pace at which requests go to one service, in one region and account.

    A refusal makes it a fifth slower, and a request that gets through a
    hundredth faster: so about one in twenty is refused, and all that is
    allowed gets through. Where others share what is allowed, and fewer than
    that are refused whatever the pace, nothing is held back for long; and it
    never gets slower than ten requests a second. Every ten seconds without a
    refusal make it twice as fast.
    """

    def __init__(self, clock: _Clock) -> None:
        self._clock = clock
        # Held by the one that waits for the next turn; the others queue for the lock itself. It
        # guards `_next`.
        self._turn = threading.Lock()
        # It guards the other three. A lock of its own, never held while somebody waits: an answer
        # must not wait for a turn.
        self._lock = threading.Lock()
        self._slowest = _FIRST_PACE
        self._slowed = self._passed = clock()
        self._next = self._slowed + 1 / _FIRST_PACE

    @property
    def pace(self) -> float:
        """Requests a second."""
        doublings = (self._clock() - self._slowed) / _DOUBLING_SECONDS
        return float(min(self._slowest * 2**doublings, _MOST_PACE))

    @property
    def is_forgotten(self) -> bool:
        """Whether the last refusal is so long ago that nothing holds requests back."""
        return self._clock() - self._slowed > _FORGETTING_SECONDS

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing got through for so long that waiting is of no use."""
        return self._clock() - self._passed > _PATIENCE_SECONDS

    def enter(self, cancellation: Cancellation) -> float:
        """Wait for a turn, and return the time of entry.

        A command that is abandoned waits no longer, and takes nobody's turn.
        """
        with self._turn:
            seconds = self._next - self._clock()
            if seconds > 0 and not self.is_hopeless:
                cancellation.wait(seconds)
            entered = self._clock()
            if cancellation.is_abandoned:
                return entered
            self._next = entered + 1 / self.pace
        return entered

    def refuse(self, entered: float) -> None:
        """Slow down, for a request that entered then.

        One that entered before the throttle was last slowed tells nothing new.
        """
        with self._lock:
            if entered >= self._slowed:
                self._slowest = max(self.pace * _SLOWING, _LEAST_PACE)
                self._slowed = self._clock()

    def let_through(self, entered: float) -> None:
        """Go faster, for a request that entered then and got an answer, whatever it says."""
        with self._lock:
            self._passed = self._clock()
            if entered >= self._slowed:
                self._slowest = min(self._slowest * _QUICKENING, _MOST_PACE)


class Throttles:
    """The throttles of one process; there are none until a service refuses a request."""

    def __init__(self, *, clock: _Clock = time.monotonic) -> None:
        self._clock = clock
        self.refusals = 0
        """How many requests services have refused for coming too fast."""
        # It guards the count and the table, not the throttles in it.
        self._lock = threading.Lock()
        self._throttles: dict[Hashable, Throttle] = {}

    def __bool__(self) -> bool:
        return bool(self._throttles)

    def count_refusal(self) -> None:
        """Count a request that was refused."""
        with self._lock:
            self.refusals += 1

    @property
    def now(self) -> float:
        """Seconds on the clock of the throttles."""
        return self._clock()

    def is_long(self, since: float) -> bool:
        """Return whether a request has been refused `since` then for longer than there is hope."""
        return self._clock() - since > _PATIENCE_SECONDS

    def find(self, key: Hashable) -> Throttle | None:
        """Return the throttle that requests of this key go through, if any."""
        with self._lock:
            throttle = self._throttles.get(key)
            if throttle is not None and throttle.is_forgotten:
                del self._throttles[key]
                return None
            return throttle

    def refuse(self, key: Hashable, entered: float) -> Throttle:
        """Slow down the requests of this key, for one that entered then; return their throttle."""
        throttle = self.find(key)
        if throttle is None:
            with self._lock:
                return self._throttles.setdefault(key, Throttle(self._clock))
        throttle.refuse(entered)
        return throttle
