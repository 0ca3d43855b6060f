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
from itertools import takewhile
from typing import TypeAlias

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
PATIENCE_SECONDS = 300.0
"""How long a request may be refused, or nothing get through, before there is no hope."""
# Those behind the first ask again long before they are due, as the pace changes meanwhile.
_SOONER = 0.5
_SOON_SECONDS = 0.01
# Whoever asks again so much later than told has gone away, and loses its place if it has not.
_ABSENT_SECONDS = 0.5
# What may be left of a rounded sum, after a wait of just that.
_NOW_SECONDS = 1e-6


class Throttle:
    """The pace at which requests go to one service, in one region and account.

    A refusal makes it a fifth slower, and a request that gets through a
    hundredth faster: so about one in twenty is refused, and all that is
    allowed gets through. Where others share what is allowed, and fewer than
    that are refused whatever the pace, nothing is held back for long; and it
    never gets slower than ten requests a second. Every ten seconds without a
    refusal make it twice as fast.

    Nobody waits in here. Turns are not given long before: many that were, at a
    pace that proves too fast, would all be refused.
    """

    def __init__(self, clock: _Clock) -> None:
        self._clock = clock
        # It guards all that follows.
        self._lock = threading.Lock()
        self._slowest = _FIRST_PACE
        self._slowed = self._passed = clock()
        self._next = self._slowed + 1 / _FIRST_PACE
        self._queue: dict[Hashable, float] = {}
        """When each that waits asks again, the one that came first before the others."""

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
        return self._clock() - self._passed > PATIENCE_SECONDS

    def turn(self, asker: Hashable) -> float:
        """Return the seconds until it is to ask again; 0 where it has its turn."""
        with self._lock:
            now = self._clock()
            self._queue.setdefault(asker, now)
            before = self._before(asker, now)
            seconds = self._next + before / self.pace - now
            if seconds <= _NOW_SECONDS or self.is_hopeless:
                del self._queue[asker]
                self._next = now + 1 / self.pace
                return 0.0
            if before:
                seconds = min(seconds, max(seconds * _SOONER, _SOON_SECONDS))
            self._queue[asker] = now + seconds
            return seconds

    def _before(self, asker: Hashable, now: float) -> int:
        """Return how many are before it in the queue, without those that have gone away."""
        before = [*takewhile(lambda other: other != asker, self._queue)]
        gone = [other for other in before if self._queue[other] < now - _ABSENT_SECONDS]
        for other in gone:
            del self._queue[other]
        return len(before) - len(gone)

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
    """The throttles of one book; there are none until a service refuses a request."""

    def __init__(self, *, clock: _Clock = time.monotonic) -> None:
        self._clock = clock
        self.refusals = 0
        # It guards the count and the table, not the throttles in it.
        self._lock = threading.Lock()
        self._throttles: dict[Hashable, Throttle] = {}

    def __bool__(self) -> bool:
        return bool(self._throttles)

    def count_refusal(self) -> None:
        """See `awsbatch.contract.turn.Turns`."""
        with self._lock:
            self.refusals += 1

    @property
    def now(self) -> float:
        """See `awsbatch.contract.turn.Turns`."""
        return self._clock()

    def turn(self, key: Hashable, asker: Hashable) -> float:
        """See `awsbatch.contract.turn.Turns`."""
        throttle = self._find(key)
        return 0.0 if throttle is None else throttle.turn(asker)

    def refuse(self, key: Hashable, entered: float) -> bool:
        """See `awsbatch.contract.turn.Turns`."""
        throttle = self._find(key)
        if throttle is None:
            with self._lock:
                return not self._throttles.setdefault(key, Throttle(self._clock)).is_hopeless
        throttle.refuse(entered)
        return not throttle.is_hopeless

    def let_through(self, key: Hashable, entered: float) -> None:
        """See `awsbatch.contract.turn.Turns`."""
        throttle = self._find(key)
        if throttle is not None:
            throttle.let_through(entered)

    def _find(self, key: Hashable) -> Throttle | None:
        """Return the throttle that requests of this key go through, if any."""
        with self._lock:
            throttle = self._throttles.get(key)
            if throttle is not None and throttle.is_forgotten:
                del self._throttles[key]
                return None
            return throttle
